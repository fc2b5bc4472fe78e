using Orchestrator.Sip.Authentication;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.UserAgents;
using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Legs;

/// <summary>The far end is asked to call somebody else, and tells by NOTIFY what becomes of that (RFC 3515). One transfer at a time.</summary>
internal sealed partial class SipLeg
{
    private const int Accepted = 202;

    /// <summary>A phone that takes it on and tells nothing more is waited for so long: a little less than a script waits.</summary>
    private static readonly TimeSpan LongestReferral = TimeSpan.FromSeconds(170);

    private HashSet<string>? _refersBegun;
    private string? _refer;
    private ITimer? _referEnd;

    private CommandResult Transfer(Refer refer)
    {
        if (WhyNotAnswered() is { } notUp) return Refusal.Gone(notUp);
        if (_session is not { } session) return Refusal.Unsupported($"leg {Id} has no phone, expected one that can be told");
        if (!SipUri.TryParse(refer.To, out var to) || !to.IsSip) return Refusal.Unsupported("found no SIP URI to transfer to");
        _refersBegun ??= new(StringComparer.Ordinal);
        if (_refersBegun.Contains(refer.ReferId)) return CommandResult.Done;
        if (_refer is not null) return Refusal.Unsupported($"leg {Id} is being transferred");
        _refersBegun.Add(_refer = refer.ReferId);
        _referEnd = _parts.Desk.Clock.CreateTimer(_ => Happen(() => EndRefer(refer.ReferId, Accepted, targetStatus: null)));
        _referEnd.Change(LongestReferral, Timeout.InfiniteTimeSpan);
        var credentials = refer.Username is { } name ? new Credentials(name, refer.Password ?? "") : null;
        Work(async () =>
        {
            var outcome = await session.Refer(new NameAddress(to), credentials).ConfigureAwait(false);
            if (!outcome.IsSuccess) Happen(() => EndRefer(refer.ReferId, outcome.Response?.Status, targetStatus: null));
        });
        return CommandResult.Done;
    }

    public override void ReferralProgressed(SipSession session, int? status, bool isLast) => Happen(() =>
    {
        if (_refer is { } refer && (isLast || status >= 200)) EndRefer(refer, Accepted, status >= 200 ? status : null);
    });

    private void EndRefer(string refer, int? status, int? targetStatus)
    {
        if (_refer != refer) return;
        _refer = null;
        _referEnd?.Dispose();
        if (_stage != LegStage.Ended) Raise(new ReferEnded(Id, _log.NextSequence, refer, status, targetStatus));
    }
}
