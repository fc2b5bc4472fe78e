using Orchestrator.Grains.Interfaces.Calls;

namespace Orchestrator.Grains.Scripts;

/// <summary>The reasons that <c>hangup</c> may give, as the reason why the leg ended.</summary>
internal static class HangupReasons
{
    public static EndReason Of(string reason) => reason switch
    {
        "busy" => EndReason.Busy,
        "decline" => EndReason.Declined,
        "no_answer" => EndReason.NoAnswer,
        "cancel" => EndReason.Cancel,
        "error" => EndReason.Error,
        _ => EndReason.Hangup,
    };
}
