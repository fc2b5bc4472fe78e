using Orchestrator.Grains.Scripts;

namespace Orchestrator.Grains.Tests.Scripts;

/// <summary>Wishes as lines of a trace; the ids are left out, they are tested elsewhere.</summary>
internal static class ScriptText
{
    public static string? Of(ScriptEffect wish) => wish switch
    {
        Evaluate e => $"evaluate {string.Join(" ; ", e.Expressions)}",
        GoOn or ReportOver => null,
        AnswerCall e => $"answer{(e.MaxDuration is { } longest ? $" {longest.TotalSeconds:0}" : "")}{(e.Codecs.IsEmpty ? "" : " " + string.Join(',', e.Codecs))}",
        HangUpCall e => $"hangup {e.Reason}",
        StartPlay e => $"play {string.Join(' ', e.Play.Urls)}{Volume(e.Play.Volume)}",
        CollectDigits e => $"collect {e.MaxDigits} [{e.Terminators}] {e.InitialTimeout.TotalSeconds:0.#}/{e.DigitTimeout.TotalSeconds:0.#} {string.Join(' ', e.Play.Urls)}{Volume(e.Play.Volume)}",
        StopPlay => "stop_play",
        SendDigits e => $"send_digits {e.Digits}",
        ReferCall e => $"sip_refer {e.Refer.ToUri}",
        Rest => "rest",
        FetchDocument e => $"fetch {e.Url.Reveal()}{(e.FallbackUrl is { } fallback ? " or " + fallback.Reveal() : "")} {e.Params.GetRawText()}{(e.Meta is { } meta ? " meta " + meta.GetRawText() : "")}",
        SendRequest { Request: var r } => $"request {r.Verb} {r.Url.Reveal()} {string.Join(' ', r.Headers.Select(header => $"{header.Key}={header.Value}"))} {r.Body?.GetRawText()}".TrimEnd(),
        StartConnect e => $"connect {string.Join(" | ", e.Plan.Groups.Select(group => string.Join(" + ", group.Legs.Select(leg => $"{leg.To.Address} {leg.Timeout.TotalSeconds:0}"))))}",
        JoinQueue { Queue: var q } => $"queue {q.QueueName} {q.WaitTime.TotalSeconds:0}",
        Forget => "forget",
        _ => throw new InvalidOperationException("a wish without words"),
    };

    private static string Volume(double volume) => volume == 0 ? "" : $" at {volume:0.#} dB";
}
