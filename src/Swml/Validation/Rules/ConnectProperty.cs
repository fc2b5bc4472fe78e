using Orchestrator.Swml.Documents;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>Where a property may be written.</summary>
[Flags]
internal enum PropertyLevel
{
    None = 0,
    Top = 1,
    Destination = 2,
    Both = Top | Destination,
}

/// <summary>One row of the table of properties.</summary>
/// <param name="Kinds">The kinds of destination it has an effect for; for any other it is checked and then dropped.</param>
/// <param name="Read">The value, boxed; null if it is open or wrong, which has been reported.</param>
internal sealed record ConnectProperty(
    string Name,
    PropertyLevel Level,
    DestinationKinds Kinds,
    Func<ValueReader, SwmlNode, object?> Read);
