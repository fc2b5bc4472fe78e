using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.UserAgents;
using Orchestrator.Telephony.Delivery;

namespace Orchestrator.Telephony.Sip.Routing;

/// <summary>
/// Asks a trunk by OPTIONS, again and again, whether it is there. Any answer but 503 says so. One that has never answered is not taken for dead: some
/// carriers take no OPTIONS.
/// </summary>
internal sealed class TrunkWatch : IDisposable
{
    private readonly Trunk _trunk;
    private readonly TimeSpan _every;
    private readonly string _domain;
    private readonly SipUserAgent _agent;
    private readonly PlaneDesk _desk;
    private readonly ITimer _timer;
    private bool _hasAnswered;

    public TrunkWatch(Trunk trunk, TimeSpan every, string domain, SipUserAgent agent, PlaneDesk desk, TimeProvider time)
    {
        (_trunk, _every, _domain, _agent, _desk) = (trunk, every, domain, agent, desk);
        _timer = time.CreateTimer(_ => _desk.Work(Ask), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private async Task Ask()
    {
        try
        {
            var options = new SipRequest(SipMethods.Options, _trunk.Uri);
            options.Headers.Add(HeaderNames.From, new NameAddress(new SipUri(UriScheme.Sip, null, _domain)).ToString());
            var outcome = await _agent.Request(options, firstResponse: _trunk.FirstResponse).WaitAsync(_desk.Stopping).ConfigureAwait(false);
            var isThere = outcome.Response is { Status: not 503 };
            _hasAnswered |= isThere;
            _trunk.IsDead = _hasAnswered && !isThere;
        }
        catch (OperationCanceledException)
        {
            // The plane stops.
        }
        finally
        {
            if (!_desk.Stopping.IsCancellationRequested) _timer.Change(_every, Timeout.InfiniteTimeSpan);
        }
    }
}
