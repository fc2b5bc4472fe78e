using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Orchestrator.Grains.Webhooks;

namespace Orchestrator.Grains.Tests.Webhooks;

/// <summary>What <c>docs/webhooks.md</c> tells people to copy does what it says, and SignalWire's own package accepts our signatures.</summary>
public sealed class ReceiversGuideTests
{
    private const string Key = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Old = "ZGV2ZWxvcG1lbnQtc2lnbmluZy1rZXkh";
    private const string Id = "msg_call_1_2";
    private const string Url = "https://h.example/hook?a=%7e&b=ü";
    private const string Body = """{"event_type":"calling.call.state","to":"+1555 ü"}""";
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    /// <summary>A case's name, and the headers that a receiver with <see cref="Key"/> gets.</summary>
    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["signed"] = new(Now, Standard(Now, Key), Body, true),
        ["rotated"] = new(Now, Standard(Now, Old, Key), Body, true),
        ["another key"] = new(Now, Standard(Now, Old), Body, false),
        ["another body"] = new(Now, Standard(Now, Key), Body + " ", false),
        ["stale"] = new(Now.AddHours(-1), Standard(Now.AddHours(-1), Key), Body, false),
        ["unsigned"] = new(Now, "", Body, false),
    };

    [Fact]
    public async Task CSharp_Snippet_VerifiesWhatWeSend()
    {
        var program = $$"""
            #:property PublishAot=false
            foreach (var line in System.IO.File.ReadAllLines(args[0]))
            {
                var parts = line.Split('\t');
                Console.WriteLine(Verify(parts[0], parts[1], parts[2], parts[3], Convert.FromBase64String(parts[4])) ? "True" : "False");
            }

            {{Snippet("csharp")}}
            """;
        Assert.Equal(Expected(), await Verdicts("verify.cs", program, "dotnet", "run", "{0}", "--"));
    }

    [Fact]
    public async Task Node_Snippet_VerifiesWhatWeSend() => Assert.Equal(
        Expected(),
        await Verdicts("verify.js", Snippet("js") + """

            for (const line of require('node:fs').readFileSync(process.argv[2], 'utf8').trimEnd().split('\n')) {
              const [key, id, timestamp, signatures, body] = line.split('\t');
              console.log(verify(key, id, timestamp, signatures, Buffer.from(body, 'base64')) ? 'True' : 'False');
            }
            """, "node", "{0}"));

    [Fact]
    public async Task Python_Snippet_VerifiesWhatWeSend() => Assert.Equal(
        Expected(),
        await Verdicts("verify.py", Snippet("python") + """

            import sys
            for line in open(sys.argv[1]):
                key, id, timestamp, signatures, body = line.rstrip("\n").split("\t")
                print(verify(key, id, timestamp, signatures, base64.b64decode(body)))
            """, "python3", "{0}"));

    [Fact]
    public async Task Stale_Snippet_DropsWhatIsBehind() => Assert.Equal(
        ["true true false false true true"],
        await Verdicts(
            "stale.js",
            Snippet("js", 1) + "\nconsole.log([['a', 1], ['a', 3], ['a', 2], ['a', 3], ['b', 1], ['a', 4]].map(([lane, n]) => isFresh(lane, n)).join(' '));",
            "node", "{0}"));

    /// <summary>The package is installed once, into a folder of the test's own beside the build's output.</summary>
    [Fact]
    public async Task SignalWire_ValidateRequest_AcceptsOurSignature()
    {
        const string Package = "@signalwire/web-api@3.1.7";
        var folder = System.IO.Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "validate-request")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{"private":true}""");
        if (!System.IO.Directory.Exists(Path.Combine(folder, "node_modules", "@signalwire", "web-api")))
            await Run(folder, "npm", "install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", Package);
        var signatures = WebhookSigner.Sign([Key], Url, Id, Now, Encoding.UTF8.GetBytes(Body));
        await File.WriteAllTextAsync(Path.Combine(folder, "validate.js"), $"""
            const validateRequest = require('@signalwire/web-api').validateRequest;
            const [key, url, body] = {JsonSerializer.Serialize(new[] { Key, Url, Body })};
            console.log(validateRequest(key, '{signatures.SignalWire}', url, body));
            console.log(validateRequest(key, '{signatures.SignalWire}', url, body + ' '));
            console.log(validateRequest('{Old}', '{signatures.SignalWire}', url, body));
            """);

        Assert.Equal(["true", "false", "false"], await Run(folder, "node", "validate.js"));
    }

    private static string[] Expected() => [.. Cases.Values.Select(one => one.IsGenuine ? "True" : "False")];

    private static string Standard(DateTimeOffset at, params string[] keys) => WebhookSigner.Sign(keys, Url, Id, at, Encoding.UTF8.GetBytes(Body)).Standard;

    private static async Task<string[]> Verdicts(string file, string program, string command, params string[] arguments)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("receivers-guide-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, file), program);
            var cases = Cases.Values.Select(one => string.Join('\t',
                Key, Id, one.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), one.Signatures, Convert.ToBase64String(Encoding.UTF8.GetBytes(one.Body))));
            await File.WriteAllLinesAsync(Path.Combine(folder.FullName, "cases"), cases);
            return await Run(folder.FullName, command, [.. arguments.Select(argument => argument == "{0}" ? file : argument), "cases"]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string[]> Run(string folder, string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (said, failed) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await process.WaitForExitAsync(deadline.Token);
        Assert.True(process.ExitCode == 0, $"{command}: {await failed}\n{await said}");
        return (await said).TrimEnd().Split('\n', StringSplitOptions.TrimEntries);
    }

    /// <summary>A code block of the page, as it stands there.</summary>
    private static string Snippet(string language, int number = 0, [CallerFilePath] string here = "")
    {
        var page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "webhooks.md"));
        return page.Split($"```{language}\n")[number + 1].Split("\n```")[0];
    }

    private sealed record Case(DateTimeOffset At, string Signatures, string Body, bool IsGenuine);
}
