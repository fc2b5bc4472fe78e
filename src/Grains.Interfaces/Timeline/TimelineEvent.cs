using System.Text.Json.Serialization;

namespace Orchestrator.Grains.Interfaces.Timeline;

/// <summary>
/// What happened: a closed list, each event with the facts that matter and one sentence for people. The discriminators are the
/// <c>kind</c> that the API shows; they are stored, so they never change their meaning.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ConnectAccepted), "connect.accepted")]
[JsonDerivedType(typeof(GroupStarted), "connect.group_started")]
[JsonDerivedType(typeof(LegWon), "connect.leg_won")]
[JsonDerivedType(typeof(LateAnswerRefused), "connect.late_answer_refused")]
[JsonDerivedType(typeof(ConnectBridged), "connect.connected")]
[JsonDerivedType(typeof(ConnectDisconnected), "connect.disconnected")]
[JsonDerivedType(typeof(ConnectFailed), "connect.failed")]
[JsonDerivedType(typeof(CallerArrived), "call.arrived")]
[JsonDerivedType(typeof(CallPlaced), "call.placed")]
[JsonDerivedType(typeof(LegCreated), "call.created")]
[JsonDerivedType(typeof(LegRang), "call.ringing")]
[JsonDerivedType(typeof(LegEarlyMedia), "call.early_media")]
[JsonDerivedType(typeof(LegAnswered), "call.answered")]
[JsonDerivedType(typeof(LegConfirming), "call.confirming")]
[JsonDerivedType(typeof(LegConfirmed), "call.confirmed")]
[JsonDerivedType(typeof(LegJoined), "call.bridged")]
[JsonDerivedType(typeof(LegParted), "call.unbridged")]
[JsonDerivedType(typeof(LegReleased), "call.released")]
[JsonDerivedType(typeof(LegEnded), "call.ended")]
[JsonDerivedType(typeof(LegDead), "call.dead")]
[JsonDerivedType(typeof(DigitReceived), "call.digit")]
[JsonDerivedType(typeof(PlaybackFailed), "call.playback_failed")]
[JsonDerivedType(typeof(ScriptStarted), "script.started")]
[JsonDerivedType(typeof(MethodStarted), "script.method_started")]
[JsonDerivedType(typeof(MethodEnded), "script.method_ended")]
[JsonDerivedType(typeof(ScriptTransferred), "script.transferred")]
[JsonDerivedType(typeof(ScriptFailed), "script.failed")]
[JsonDerivedType(typeof(ScriptEnded), "script.ended")]
[JsonDerivedType(typeof(WaitEntered), "queue.entered")]
[JsonDerivedType(typeof(WaitTaken), "queue.taken")]
[JsonDerivedType(typeof(WaitGivenBack), "queue.given_back")]
[JsonDerivedType(typeof(WaitDequeued), "queue.dequeued")]
[JsonDerivedType(typeof(WaitBridgeEnded), "queue.bridge_ended")]
[JsonDerivedType(typeof(WaitLeft), "queue.left")]
[JsonDerivedType(typeof(ControlStarted), "control.started")]
[JsonDerivedType(typeof(ControlChanged), "control.changed")]
[JsonDerivedType(typeof(ControlEnded), "control.ended")]
[JsonDerivedType(typeof(UserEventSent), "call.user_event")]
[JsonDerivedType(typeof(TimerArmed), "timer.armed")]
[JsonDerivedType(typeof(TimerFired), "timer.fired")]
[JsonDerivedType(typeof(TimerCleared), "timer.cleared")]
[JsonDerivedType(typeof(OwnerRestored), "node.owner_restored")]
[JsonDerivedType(typeof(OwnerAbsent), "node.owner_absent")]
[JsonDerivedType(typeof(WebhookQueued), "webhook.queued")]
[JsonDerivedType(typeof(WebhookAttempted), "webhook.attempted")]
[JsonDerivedType(typeof(WebhookParked), "webhook.parked")]
[JsonDerivedType(typeof(WebhookGivenUp), "webhook.given_up")]
[GenerateSerializer, Immutable, Alias("orchestrator.TimelineEvent")]
public abstract record TimelineEvent
{
    /// <summary>One sentence, plain English, no ids.</summary>
    [JsonIgnore]
    public abstract string Sentence { get; }

    /// <summary>Whether this is what a reader looks for first when something went wrong.</summary>
    [JsonIgnore]
    public virtual bool IsAbnormal => false;
}
