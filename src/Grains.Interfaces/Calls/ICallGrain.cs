using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Controls;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Interfaces.Calls;

/// <summary>
/// One leg of a call; its key is the leg's id. Every method may be called again with the same arguments and does no harm: callers
/// retry when they get no answer.
/// </summary>
[Alias("orchestrator.ICallGrain")]
public interface ICallGrain : IGrainWithStringKey
{
    /// <summary>Gateway → caller's leg: run a connect on this call, bringing the caller up first when the request says so.</summary>
    [Alias("StartConnect")]
    Task<StartConnectResult> StartConnect(StartConnect request);

    /// <summary>Connect → B leg: dial.</summary>
    [Alias("Dial")]
    Task Dial(DialOrder order);

    /// <summary>Connect → B leg: end, in whatever stage. The order comes with it: a leg that was never dialed must stay undialed.</summary>
    [Alias("Release")]
    Task Release(LegOrder order, ReleaseCause cause);

    /// <summary>Connect → B leg: you won and are bridged to <paramref name="callerId"/>, for <paramref name="limit"/> at most.</summary>
    /// <param name="waitId">Of a queue's leg: with the caller of that wait.</param>
    [Alias("Join")]
    Task Join(string callerId, TimeSpan limit, string? waitId);

    /// <summary>Connect → caller's leg: answer, if that has not been done.</summary>
    [Alias("Answer")]
    Task Answer();

    /// <summary>Connect → caller's leg: bridge with the winner, answering first if need be. Reported back by <see cref="IConnectGrain.CallerReported"/>.</summary>
    /// <param name="waiter">The call for which the winner stands, when it came out of a queue; null: for itself.</param>
    [Alias("Bridge")]
    Task Bridge(string peerId, QueuedCall? waiter);

    /// <summary>Connect → caller's leg: the call for which that winner stood has gone. Leave the bridge with it, and wait for the next one's.</summary>
    [Alias("Part")]
    Task Part(string peerId, QueuedCall waiter);

    /// <summary>Connect or wait → caller's leg: that operation is over; leave its bridge, and tell the script on it.</summary>
    /// <param name="reason">Of a connect, why it failed; null: it was connected, and has been disconnected.</param>
    /// <param name="bridgedWith">The call with which he was bridged on the plane, or may have been; null: none. His own owner may have forgotten it.</param>
    /// <param name="onNode">The node that carries it; null: his own.</param>
    [Alias("ConnectOver")]
    Task ConnectOver(string connectId, FailedReason? reason, string? bridgedWith, string? onNode);

    /// <summary>Simulator → caller's leg: somebody calls in. Returns once it is written down.</summary>
    [Alias("Simulate")]
    Task<SimulateOutcome> Simulate(SimulatedCall call);

    /// <summary>API → caller's leg: dial it; its script runs when it answers.</summary>
    [Alias("Place")]
    Task<PlaceOutcome> Place(PlaceOrder order);

    /// <summary>Script → leg: answer, if that has not been done, for so long at most.</summary>
    /// <param name="maxDuration">Null: for as long as any call, and longer if a connect on it may last longer.</param>
    [Alias("AnswerFor")]
    Task AnswerFor(TimeSpan? maxDuration, IReadOnlyList<string> codecs);

    /// <summary>Script → leg: end, in whatever stage.</summary>
    [Alias("HangUp")]
    Task HangUp(EndReason reason, ReleaseCause cause);

    /// <summary>Leg → itself: nobody knows of this connect or wait. Unless it was accepted meanwhile, the call is free again.</summary>
    [Alias("Abandon")]
    Task Abandon(string operationId);

    /// <summary>Script → leg: it is over, and the call is free again.</summary>
    /// <param name="gaveWay">For a connect of the API, which takes the call.</param>
    [Alias("ScriptOver")]
    Task ScriptOver(string scriptId, bool gaveWay);

    /// <summary>API → leg: end it.</summary>
    [Alias("End")]
    Task<CallCommandOutcome> End(string projectId, EndReason reason, CallStage stage);

    /// <summary>API → leg: another script takes over what was left of its own.</summary>
    /// <param name="request">Names the request: the same one again changes nothing.</param>
    [Alias("Transfer")]
    Task<CallCommandOutcome> Transfer(string projectId, string request, ScriptPlace place);

    /// <summary>API → leg: end its bridge, or give up the connect on it.</summary>
    /// <param name="request">Names the request: the same one again ends nothing that came after.</param>
    [Alias("Disconnect")]
    Task<CallCommandOutcome> Disconnect(string projectId, string request);

    /// <summary>API → leg: play to it, or collect its digits, beside what its script does.</summary>
    [Alias("Control")]
    Task<ControlOutcome> Control(ControlOrder order);

    /// <summary>Control → leg: it is over.</summary>
    [Alias("ControlOver")]
    Task ControlOver(string controlId);

    /// <summary>API → leg: tell whoever follows it.</summary>
    /// <param name="request">Names the request: the same one again tells nothing.</param>
    /// <param name="json">What is told, as JSON.</param>
    [Alias("UserEvent")]
    Task<CallCommandOutcome> UserEvent(string projectId, string request, string json);

    /// <summary>The leg to itself, when its plane has answered: bridged with the peer; or why not.</summary>
    /// <param name="waitId">Of a peer out of a queue: with the caller of that wait.</param>
    /// <returns>False: it is not wanted any more.</returns>
    [Alias("MediaJoined")]
    Task<bool> MediaJoined(string peerId, string? waitId, string? refusal);

    /// <summary>The confirm script → leg.</summary>
    [Alias("ConfirmEnded")]
    Task ConfirmEnded(bool passed, string? detail);

    /// <summary>Plane → leg: something happened on the wire.</summary>
    [Alias("PlaneRaised")]
    Task PlaneRaised([Immutable] PlaneEvent planeEvent);

    /// <summary>Script or API → caller's leg: wait in a queue, bringing the caller up first when the request says so.</summary>
    [Alias("EnterQueue")]
    Task<EnterQueueOutcome> EnterQueue(EnterQueue request);

    /// <summary>Wait → caller's leg: that wait is over; tell the script on it.</summary>
    /// <param name="waited">Until he was bridged, or went.</param>
    [Alias("WaitOver")]
    Task WaitOver(string waitId, QueueResult result, TimeSpan waited);

    /// <summary>Wait → queue's B leg: you stand for this call.</summary>
    /// <returns>False: nobody is wanted any more.</returns>
    [Alias("WaiterCame")]
    Task<bool> WaiterCame(QueuedCall waiter);

    /// <summary>Wait → queue's B leg: the call for which you stand has gone.</summary>
    /// <param name="ending">How it ended; null: it is up, and out of the queue.</param>
    [Alias("WaiterLeft")]
    Task WaiterLeft(string waitId, LegEnding? ending);

    /// <summary>Sweeper → leg: by the store you are overdue, or your node is gone. Harmless when it is not so.</summary>
    [Alias("Wake"), ResponseTimeout("00:00:02")]
    Task Wake();
}
