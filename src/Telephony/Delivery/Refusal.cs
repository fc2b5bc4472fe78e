using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Delivery;

/// <summary>Results other than done.</summary>
public static class Refusal
{
    public static CommandResult Unknown(string legId) => new(CommandOutcome.UnknownLeg, $"leg {legId} was never dialed here, or released");

    public static CommandResult Gone(string detail) => new(CommandOutcome.LegGone, detail);

    public static CommandResult Unsupported(string detail) => new(CommandOutcome.NotSupported, detail);
}
