namespace Orchestrator.Grains.Addresses;

/// <summary>Calls that come in; section <c>Orchestrator:Inbound</c>.</summary>
public sealed class InboundOptions
{
    public const string Section = "Orchestrator:Inbound";

    /// <summary>
    /// The project whose Resource addresses are called by SIP when the plane does not know whose call it is. Default: the only project
    /// that is configured; of several none, then only phone numbers reach one.
    /// </summary>
    public string? Project { get; set; }
}
