namespace Orchestrator.Sip.Tests;

/// <summary>One message of RFC 4475 or RFC 5118 as a file, and beside it what is to become of it.</summary>
/// <param name="Verdict"><c>accept METHOD</c>, <c>accept STATUS</c>, <c>refuse STATUS</c> (a stateless answer) or <c>drop</c>.</param>
/// <param name="Answer">What a user agent answers to a message that is accepted.</param>
/// <param name="Contact">The URI that its Contact must have.</param>
public sealed record TortureMessage(string Name, byte[] Bytes, string Verdict, int? Answer, string? Contact)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "testdata");

    public static IReadOnlyList<TortureMessage> All { get; } =
    [
        .. new[] { "torture", "ipv6" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.dat")).Order(StringComparer.Ordinal).Select(Read),
    ];

    public static TheoryData<string> Names => [.. All.Select(message => message.Name)];

    public static TortureMessage Of(string name) => All.Single(message => message.Name == name);

    private static TortureMessage Read(string file)
    {
        var lines = File.ReadAllLines(Path.ChangeExtension(file, ".expected"));
        string? Line(string key) => lines.FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?[key.Length..];
        return new TortureMessage(
            Path.GetFileNameWithoutExtension(file), File.ReadAllBytes(file), lines[0],
            Line("answer ") is { } status ? int.Parse(status) : null, Line("contact "));
    }
}
