using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;

namespace Orchestrator.Grains.Calls;

/// <summary>What a leg wants done. Carried out twice, none does harm.</summary>
public abstract record LegEffect;

/// <summary>Make the leg exist on the plane: dial it, or bring the caller up. Of a leg that exists it asks for its events again.</summary>
public sealed record PlaceCall : LegEffect;

public sealed record AnswerCall : LegEffect;

/// <summary>End the leg on the wire, whatever stage it is in there.</summary>
public sealed record LetGo(ReleaseCause Cause, bool WasAnswered) : LegEffect;

public sealed record JoinMedia(string Peer) : LegEffect;

public sealed record PartMedia(string Peer) : LegEffect;

/// <summary>The plane may forget the leg.</summary>
public sealed record ForgetCall : LegEffect;

public sealed record StartConfirm : LegEffect;

/// <summary>What the API has ordered on the call is begun: by the turn that took the order, and if that is lost, by whoever takes the call up.</summary>
public sealed record BeginNoted : LegEffect;

/// <summary>A queue's leg tells the wait for which it stands that the two callers are bridged.</summary>
public sealed record TellWait : LegEffect;

/// <summary>A B leg tells its connect.</summary>
public sealed record TellConnect(LegNews News, LegEnding? Ending = null) : LegEffect;

/// <summary>The caller's leg tells the connect on it.</summary>
/// <param name="Cause">With <see cref="CallerNews.Ended"/>: why we ended his leg; null: we did not.</param>
public sealed record TellCallersConnect(
    CallerNews News, string? Peer = null, string? Detail = null, LegEnding? Ending = null, ReleaseCause? Cause = null) : LegEffect;
