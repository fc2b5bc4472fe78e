using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Sip.Tests.Peers;

/// <summary>The sipp of this machine (Debian package sip-tester), run to its end.</summary>
internal static class Sipp
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    public static string Scenario(string name) => Path.Combine(AppContext.BaseDirectory, "testdata", "sipp", name);

    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Ends well only if every call did.</summary>
    public static async Task Run(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("sipp");
        var start = new ProcessStartInfo("sipp") { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder.FullName };
        foreach (var argument in (string[])[.. arguments, "-nostdin", "-trace_err", "-i", "127.0.0.1", "-timeout", "120s"]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("sipp did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Deadline);
            var log = string.Concat(folder.EnumerateFiles("*errors.log").Select(file => File.ReadAllText(file.FullName)));
            Assert.True(process.ExitCode == 0, $"sipp ended with {process.ExitCode}: {await errors}\n{log[..Math.Min(log.Length, 4000)]}\n{Tail(await output)}");
        }
        finally
        {
            if (!process.HasExited) process.Kill();
            folder.Delete(recursive: true);
        }
    }

    private static string Tail(string text) => text[^Math.Min(text.Length, 3000)..];
}
