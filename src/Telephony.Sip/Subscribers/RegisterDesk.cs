using Orchestrator.Sip.Authentication;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Registration;
using Orchestrator.Sip.Transactions;
using Orchestrator.Sip.Transports;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Configuration;

namespace Orchestrator.Telephony.Sip.Subscribers;

/// <summary>
/// Takes the REGISTERs of subscribers' phones (RFC 3261 section 10.3): who it is by digest, which devices he has by the cluster's store, where each change
/// is made only if nobody else made one meanwhile.
/// </summary>
/// <param name="hopTo">The route by which other nodes reach a flow of this one.</param>
internal sealed class RegisterDesk(ISubscribers subscribers, SipSettings settings, string nodeId, TimeProvider time, Func<SipTarget, SipUri> hopTo)
{
    private const int MostTries = 5;
    private static readonly RegistrarTerms Terms = new();

    private readonly DigestVerifier _verifier = new(settings.RegistrarDomain, _ => null, time)
    {
        Algorithms = settings.Digest.Count > 0 ? [.. settings.Digest] : [DigestAlgorithm.Md5],
    };

    public async Task Take(ServerTransaction transaction)
    {
        try
        {
            transaction.Respond(await Answer(transaction.Request, transaction.Source).ConfigureAwait(false));
        }
        catch
        {
            // The store is away: the phone asks again.
            transaction.Respond(503);
            throw;
        }
    }

    /// <summary>A call from where no rule lets anybody in: only a subscriber's phone comes through, and only he is asked who he is.</summary>
    public async Task Admit(Orchestrator.Sip.UserAgents.IncomingCall call, Action<Orchestrator.Sip.UserAgents.IncomingCall, string> take)
    {
        try
        {
            var request = call.Request;
            var subscriber = request.From.Uri.UserText is { } name ? await subscribers.Find(name).ConfigureAwait(false) : null;
            var (verdict, user) = subscriber is null ? (Verdict.Wrong, null) : _verifier.Verify(request, subscriber.Password, asProxy: true);
            if (verdict is Verdict.Missing or Verdict.Stale) call.Challenge(_verifier, stale: verdict == Verdict.Stale);
            else if (verdict == Verdict.Right && user == request.From.Uri.UserText) take(call, subscriber!.ProjectId);
            else call.Reject(403);
        }
        catch
        {
            call.Reject(503);
            throw;
        }
    }

    private async Task<SipResponse> Answer(SipRequest request, SipTarget source)
    {
        if (_verifier.UserOf(request) is not { } user) return _verifier.Challenge(request);
        for (var tries = 0; tries < MostTries; tries++)
        {
            var subscriber = await subscribers.Find(user).ConfigureAwait(false);
            // Its nonce counts once: later rounds go by what the first one found.
            if (tries == 0)
            {
                var (verdict, _) = _verifier.Verify(request, subscriber?.Password);
                if (verdict == Verdict.Stale) return _verifier.Challenge(request, stale: true);
                if (verdict != Verdict.Right || request.To.Uri.UserText != user) return SipResponses.To(request, 403);
            }

            if (subscriber is null) return SipResponses.To(request, 403);
            var known = Known(subscriber);
            var (bindings, refusal) = BindingRules.Apply(request, source, [.. known.Keys], Terms, time.GetUtcNow());
            if (refusal is not null) return refusal;
            if (request.Contacts.Count == 0 && !request.Headers.Contains(HeaderNames.Contact)) return BindingRules.Listing(request, bindings, time.GetUtcNow());
            if (await subscribers.Keep(subscriber, DevicesOf(request, source, bindings, known)).ConfigureAwait(false))
                return BindingRules.Listing(request, bindings, time.GetUtcNow());
        }

        return SipResponses.To(request, 500);
    }

    private static Dictionary<Binding, SubscriberDevice> Known(Subscriber subscriber)
    {
        Dictionary<Binding, SubscriberDevice> known = new(ReferenceEqualityComparer.Instance);
        foreach (var device in subscriber.Devices)
            if (DevicePlace.Read(device.Place)?.ToBinding(device.Expires) is { } binding) known[binding] = device;
        return known;
    }

    /// <summary>Those that this REGISTER brought, as they are reached from here; the others as they were.</summary>
    private List<SubscriberDevice> DevicesOf(SipRequest request, SipTarget source, IReadOnlyList<Binding> bindings, Dictionary<Binding, SubscriberDevice> known) =>
        [.. bindings.Select(binding => known.GetValueOrDefault(binding) ?? DevicePlace.Write(binding, request, source, nodeId, hopTo))];
}
