using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Browser.Tests.Phones;

/// <summary>examples/browser-phone as its reader has it: with its npm package, served from this machine.</summary>
internal sealed class PhonePage : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string Folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "browser-phone")).FullName;

    private readonly HttpListener _listener = new();

    private PhonePage()
    {
        Address = new Uri($"http://127.0.0.1:{ServiceProcess.FreePort()}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = Task.Run(Serve);
    }

    public Uri Address { get; }

    /// <summary>The package is fetched once, into the build's output.</summary>
    public static async Task<PhonePage> Start()
    {
        foreach (var file in Directory.EnumerateFiles(Source())) File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)), overwrite: true);
        if (!File.Exists(Path.Combine(Folder, "node_modules", "sip.js", "lib", "index.js"))) await Install();
        return new PhonePage();
    }

    public void Dispose() => _listener.Close();

    private static async Task Install()
    {
        using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]) { WorkingDirectory = Folder, RedirectStandardError = true })!;
        var errors = npm.StandardError.ReadToEndAsync();
        await npm.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(npm.ExitCode == 0, $"npm ci: {await errors}");
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                await Answer(context.Request.Url!.AbsolutePath, context.Response);
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }

    private static async Task Answer(string path, HttpListenerResponse response)
    {
        using (response)
        {
            var file = new FileInfo(Path.Combine(Folder, path == "/" ? "index.html" : path[1..]));
            response.ContentType = file.Extension == ".js" ? "text/javascript" : "text/html";
            if (file.Exists) await response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(file.FullName));
            else response.StatusCode = 404;
        }
    }

    private static string Source([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../examples/browser-phone");
}
