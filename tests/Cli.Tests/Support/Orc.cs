using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Orchestrator.Cli.Tests.Support;

internal sealed record Said(int Code, string Output, string Errors)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public JsonNode Json => JsonNode.Parse(Output)!;
}

/// <summary>The program, as a shell runs it.</summary>
internal static class Orc
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static string Example(string name) => Path.Combine(AppContext.BaseDirectory, "examples", name);

    /// <param name="input">What stands on standard input.</param>
    /// <param name="url">Of the service; its project is the development one.</param>
    public static async Task<Said> Run(IEnumerable<string> arguments, string input = "", string? url = null)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "orc.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in (string[])["ORC_URL", "ORC_PROJECT", "ORC_TOKEN"]) start.Environment.Remove(name);
        if (url is not null) start.Environment["ORC_URL"] = url;
        using var process = Process.Start(start)!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience);
        var texts = await said.WaitAsync(Patience);
        return new Said(process.ExitCode, texts[0], texts[1]);
    }
}
