namespace Orchestrator.Swml.Documents;

/// <summary>A place in the text as an editor counts it.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 code units.</param>
public readonly record struct SourcePosition(int Line, int Column)
{
    /// <summary>The very first character.</summary>
    public static SourcePosition Start { get; } = new(1, 1);

    public override string ToString() => $"line {Line}, column {Column}";
}
