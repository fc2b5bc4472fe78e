using Orchestrator.Sip.Authentication;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Registration;
using Orchestrator.Sip.Transactions;
using Orchestrator.Sip.Transports;
using Orchestrator.Sip.UserAgents;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Subscribers;

/// <summary>
/// Takes the REGISTERs of subscribers' phones (RFC 3261 section 10.3): who it is by digest, which devices he has by the cluster's store, where each change
/// is made only if nobody else made one meanwhile.
/// </summary>
internal sealed class RegisterDesk(ISubscribers subscribers, string realm, string nodeId, TimeProvider time)
{
    private const int MostTries = 5;
    private static readonly RegistrarTerms Terms = new();

    private readonly DigestVerifier _verifier = new(realm, _ => null, time);

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
            var (bindings, refusal) = BindingRules.Apply(request, source, BindingsOf(subscriber), Terms, time.GetUtcNow());
            if (refusal is not null) return refusal;
            if (request.Contacts.Count == 0 && !request.Headers.Contains(HeaderNames.Contact)) return BindingRules.Listing(request, bindings, time.GetUtcNow());
            if (await subscribers.Keep(subscriber, DevicesOf(request, source, bindings, subscriber)).ConfigureAwait(false))
                return BindingRules.Listing(request, bindings, time.GetUtcNow());
        }

        return SipResponses.To(request, 500);
    }

    private static List<Binding> BindingsOf(Subscriber subscriber) =>
        [.. subscriber.Devices.Select(device => DevicePlace.Read(device.Place)?.ToBinding(device.Expires)).OfType<Binding>()];

    /// <summary>Those that this REGISTER brought, as they are reached from here; the others as they were.</summary>
    private List<SubscriberDevice> DevicesOf(SipRequest request, SipTarget source, IReadOnlyList<Binding> bindings, Subscriber before)
    {
        var known = before.Devices.Select(device => (Device: device, Place: DevicePlace.Read(device.Place))).Where(pair => pair.Place is not null).ToList();
        return
        [
            .. bindings.Select(binding => binding.CallId == request.CallId && binding.Sequence == request.CSeq.Number
                ? DevicePlace.Write(binding, SymmetricRouting.FlowOf(request, source), nodeId)
                : known.First(pair => pair.Place!.Contact == binding.Contact.ToString()).Device),
        ];
    }
}
