using System.Text;
using Orchestrator.Swml.Plan;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Swml.Tests;

/// <summary>A plan as short text: what differs from the defaults, one leg a line.</summary>
internal static class PlanText
{
    public static string Of(CompiledConnect compiled)
    {
        var text = new StringBuilder();
        if (compiled.Plan is { } plan) Plan(text, plan, compiled);
        else text.Append("no plan\n");
        foreach (var feature in compiled.Features) text.Append("uses ").Append(feature.Name).Append(' ').Append(feature.Pointer).Append('\n');
        return text.ToString();
    }

    private static void Plan(StringBuilder text, ConnectPlan plan, CompiledConnect compiled)
    {
        text.Append("plan").Append(" max_duration=").Append(plan.MaxDuration.TotalSeconds);
        Add(text, "answer_on_bridge", plan.AnswerOnBridge ? "true" : null);
        Add(text, "ringback", Join(plan.Ringback));
        Add(text, "status_url", plan.StatusUrl?.Reveal());
        Add(text, "result", plan.Result);
        Add(text, "transfer_after_bridge", plan.TransferAfterBridge);
        text.Append('\n');
        foreach (var (group, number) in plan.Groups.Select((group, number) => (group, number)))
        {
            text.Append("group ").Append(number).Append('\n');
            foreach (var (leg, pointer) in group.Legs.Zip(compiled.LegPointers[number])) Leg(text, leg, pointer);
        }
    }

    private static void Leg(StringBuilder text, PlannedLeg leg, string pointer)
    {
        text.Append("  ").Append(leg.To.Kind).Append(' ').Append(leg.To.Address).Append(" at ").Append(pointer);
        text.Append(" timeout=").Append(leg.Timeout.TotalSeconds).Append(" confirm_timeout=").Append(leg.ConfirmTimeout.TotalSeconds);
        Add(text, "from", leg.From);
        Add(text, "from_name", leg.FromName);
        Add(text, "headers", Join(leg.Headers.Select(header => $"{header.Name}:{header.Value}")));
        Add(text, "codecs", Join(leg.Codecs));
        Add(text, "webrtc_media", leg.WebrtcMedia is { } said ? said ? "true" : "false" : null);
        Add(text, "session_timeout", leg.SessionTimeout?.TotalSeconds.ToString("0"));
        Add(text, "encryption", leg.Encryption is MediaEncryption.Optional ? null : leg.Encryption.ToString());
        Add(text, "credentials", leg.Credentials is { } credentials ? $"{credentials.Username}/{credentials.Password}" : null);
        Add(text, "confirm", leg.Confirm);
        Add(text, "call_state_url", leg.CallStateUrl?.Reveal());
        Add(text, "call_state_events", leg.CallStateEvents is CallStateEvents.Ended ? null : leg.CallStateEvents.ToString());
        if (leg.Stream is { } stream)
        {
            Add(text, "name", stream.Name);
            Add(text, "codec", stream.Codec);
            Add(text, "realtime", stream.Realtime ? "true" : null);
            Add(text, "token", stream.AuthorizationBearerToken);
            Add(text, "method", stream.StatusUrlMethod);
            Add(text, "parameters", Join(stream.CustomParameters.Select(pair => $"{pair.Key}={pair.Value}")));
        }

        text.Append('\n');
    }

    private static string? Join(IEnumerable<string> items) => string.Join(" | ", items) is { Length: > 0 } joined ? $"[{joined}]" : null;

    private static void Add(StringBuilder text, string name, string? value)
    {
        if (value is not null) text.Append(' ').Append(name).Append('=').Append(value);
    }
}
