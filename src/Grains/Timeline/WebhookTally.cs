using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Timeline;

/// <summary>What became of the webhooks that the entries speak of. One that is settled stays settled: it may be sent again by hand.</summary>
internal sealed class WebhookTally
{
    private readonly Dictionary<string, Fate> _fates = [];

    /// <summary>Nothing more is awaited: a parked webhook may be for a day, and does not keep a story open.</summary>
    public bool AllSettled => _fates.Values.All(fate => fate.IsSettled || fate.IsParked);

    public int Retried => _fates.Values.Count(fate => fate is { Failed: true, IsDelivered: true });

    public int GivenUp => _fates.Values.Count(fate => fate is { IsSettled: true, IsDelivered: false });

    public int Failing => _fates.Values.Count(fate => fate is { Failed: true, IsSettled: false });

    public void Add(TimelineEvent happened)
    {
        switch (happened)
        {
            case WebhookQueued e:
                _fates.TryAdd(e.WebhookId, default);
                break;
            case WebhookAttempted e:
                _fates[e.WebhookId] = After(_fates.GetValueOrDefault(e.WebhookId), e);
                break;
            case WebhookParked e:
                _fates[e.WebhookId] = _fates.GetValueOrDefault(e.WebhookId) with { Failed = true, IsParked = true };
                break;
            case WebhookGivenUp e:
                var fate = _fates.GetValueOrDefault(e.WebhookId);
                _fates[e.WebhookId] = fate.IsDelivered ? fate : new(Failed: true, IsSettled: true, IsDelivered: false);
                break;
        }
    }

    private static Fate After(Fate fate, WebhookAttempted e) => fate switch
    {
        { IsDelivered: true } => fate,
        { IsSettled: true } when e.IsAbnormal => fate,
        _ => new(fate.Failed || e.IsAbnormal || e.Attempt > 1, e.NextInSeconds is null, !e.IsAbnormal && e.NextInSeconds is null, fate.IsParked),
    };

    /// <param name="Failed">An attempt was not accepted.</param>
    private readonly record struct Fate(bool Failed, bool IsSettled, bool IsDelivered, bool IsParked = false);
}
