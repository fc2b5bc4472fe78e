namespace Orchestrator.Swml.Documents;

/// <summary>How large a document and its plan may be. The defaults are what the service runs with unless configured otherwise.</summary>
public sealed record SwmlLimits
{
    public static SwmlLimits Default { get; } = new();

    /// <summary>Bytes of a document's text; 256 KiB. A longer one is refused by its length alone, unread.</summary>
    public int MaxDocumentBytes { get; init; } = 256 * 1024;

    /// <summary>Objects and lists inside one another, the document itself being the first; 32.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>UTF-16 code units of a member's name; 256.</summary>
    public int MaxNameLength { get; init; } = 256;

    /// <summary>Legs that one group of a plan dials together; 32.</summary>
    public int MaxLegsPerGroup { get; init; } = 32;

    /// <summary>Legs of a whole plan; 64.</summary>
    public int MaxLegsPerPlan { get; init; } = 64;

    /// <summary>Errors reported for one document; 1,000. Those found beyond are left out.</summary>
    public int MaxErrors { get; init; } = 1000;

    /// <summary>Accept <c>stream:ws://</c>, audio and token in clear text; false.</summary>
    public bool AllowInsecureStreams { get; init; }
}
