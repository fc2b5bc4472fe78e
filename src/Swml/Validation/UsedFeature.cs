namespace Orchestrator.Swml.Validation;

/// <summary>Something a <c>connect</c> asks for that an engine may not offer.</summary>
/// <param name="Name">One of <see cref="FeatureNames"/>.</param>
/// <param name="Pointer">JSON pointer of the value that asks for it.</param>
public sealed record UsedFeature(string Name, string Pointer);

public static class FeatureNames
{
    public const string FabricDestination = "destination:fabric";
    public const string QueueDestination = "destination:queue";
    public const string StreamDestination = "destination:stream";
    public const string Confirm = "confirm";
    public const string Result = "result";
    public const string TransferAfterBridge = "transfer_after_bridge";
    public const string Ringback = "ringback";

    /// <summary>A value with <c>${…}</c> or <c>%{…}</c> in it, of which only the type has been checked.</summary>
    public const string Placeholder = "placeholder";
}
