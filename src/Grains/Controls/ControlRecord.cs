using Orchestrator.Grains.Interfaces.Controls;

namespace Orchestrator.Grains.Controls;

/// <summary>What is stored of something that the API has done on a call.</summary>
public sealed record ControlRecord
{
    /// <summary>Raised when an older reader could misread the snapshot.</summary>
    public int Schema { get; init; } = 1;
    public required BeginControl Request { get; init; }
    public required ControlState State { get; init; }

    /// <summary>How many webhooks about it there have been.</summary>
    public long Webhooks { get; init; }
}
