using System.Globalization;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Tests.Engine.Support;

/// <summary>
/// All that can be seen of a run, as text: one line for each who took part and each view of it. Times are milliseconds from the start;
/// entries of different parties at the same instant have no order, so every party has its own line.
/// </summary>
internal static class Report
{
    public static async Task<string> Of(Scenario run)
    {
        var view = await run.View();
        List<string> lines = [];
        lines.AddRange(Parties(run).Select(party => Line(party.Name, Story(run, Timeline(run, party.Id)))));
        lines.AddRange(Parties(run).Select(party => Line($"{party.Name} wire", Wire(run, party.Id))));
        lines.AddRange(Parties(run).Select(party => Line(
            $"{party.Name} hooks", run.Host.Postbox.At(run.BoxPath).Where(letter => letter.Owner == party.Id).Select(letter => letter.What))));
        lines.Add($"view: {View(view)}");
        lines.Add($"verdict: {view.Verdict}");
        return string.Join('\n', lines.Where(line => line.Length > 0));
    }

    public static async Task Is(Scenario run, string expected)
    {
        var found = await Of(run);
        Assert.True(found == expected, $"Found:\n{found}\n\nExpected:\n{expected}");
    }

    /// <summary>As the report, without what a restart may rightly repeat or delay: times, the wire, ringing, sentences.</summary>
    public static async Task<string> OutcomeOf(Scenario run)
    {
        var view = await run.View();
        List<string> lines = [];
        foreach (var party in Parties(run))
        {
            var ends = (await run.Timeline()).Where(entry => Concerns(entry, party.Id))
                .Select(entry => entry.Event).Where(e => e is LegEnded or ConnectFailed or ConnectDisconnected or LegWon)
                .Select(e => e is ConnectDisconnected over ? $"disconnected {SnakeCase.Of(over.EndedBy)}" : Words(e));
            lines.Add(Line(party.Name, ends!));
            lines.Add(Line($"{party.Name} hooks", run.Host.Postbox.At(run.BoxPath)
                .Where(letter => letter.Owner == party.Id).Select(letter => letter.What)));
        }

        lines.Add($"view: {View(view)}");
        return string.Join('\n', lines.Where(line => line.Length > 0));
    }

    /// <summary>How often each leg's INVITE went out: Dials that were not of a leg the plane knew already.</summary>
    public static IReadOnlyDictionary<string, int> Invites(Story run)
    {
        var invites = new Dictionary<string, int>();
        var known = new HashSet<string>();
        foreach (var line in run.Host.Journal(run.Session))
        {
            if (line is CommandReceived { Command: Dial or StartCaller } e && known.Add(e.Command.LegId))
                invites[e.Command.LegId] = invites.GetValueOrDefault(e.Command.LegId) + 1;
            if (line is CommandReceived { Command: Release release })
                known.Remove(release.LegId);
        }

        return invites;
    }

    private static IEnumerable<(string Name, string Id)> Parties(Scenario run)
    {
        yield return ("A", run.CallId);
        yield return ("connect", run.ConnectId);
        var legs = run.Request.Plan.Groups.Sum(group => group.Legs.Length);
        for (var number = 1; number <= legs; number++)
            yield return ($"B{number}", CallIds.Leg(run.ConnectId, number));
    }

    private static IEnumerable<TimelineEntry> Timeline(Scenario run, string id) =>
        run.Timeline().GetAwaiter().GetResult().Where(entry => Concerns(entry, id));

    private static bool Concerns(TimelineEntry entry, string id) => entry.CallId is { } call ? call == id : entry.ConnectId == id;

    private static IEnumerable<string> Story(Scenario run, IEnumerable<TimelineEntry> entries) =>
        from entry in entries
        let words = Words(entry.Event)
        where words is not null
        select $"{Milliseconds(run, entry.At)} {words}";

    /// <summary>A leg that is over may be asked once more, and forgotten once more: that is said once.</summary>
    private static IEnumerable<string> Wire(Scenario run, string id)
    {
        string? last = null;
        foreach (var line in run.Host.Journal(run.Session))
        {
            if (Words(line, id) is not { } words || (words == last && words == nameof(Release)))
                continue;
            last = words;
            yield return $"{Milliseconds(run, line.At)} {words}";
        }
    }

    private static string? Words(TimelineEvent happened) => happened switch
    {
        CallerArrived { Answered: true } => "arrived answered",
        CallerArrived => "arrived",
        LegCreated => "created",
        LegRang => "rang",
        LegEarlyMedia => "early media",
        LegAnswered => "answered",
        LegJoined e => $"joined {Short(e.PeerId)}",
        LegParted => "parted",
        LegReleased e => $"released {SnakeCase.Of(e.Cause)}",
        LegEnded { SipStatus: { } status } e => $"ended {SnakeCase.Of(e.Reason)} {status}",
        LegEnded e => $"ended {SnakeCase.Of(e.Reason)}",
        LegDead => "dead",
        DigitReceived e => $"digit {e.Digit}",
        ConnectAccepted => "accepted",
        GroupStarted e => $"group {e.Group}",
        LegWon e => $"won B{e.Leg}",
        LateAnswerRefused e => $"refused B{e.Leg}",
        ConnectBridged e => $"connected B{e.Leg}",
        ConnectDisconnected e => $"disconnected {SnakeCase.Of(e.EndedBy)} after {e.BridgedSeconds.ToString(CultureInfo.InvariantCulture)} s",
        ConnectFailed e => $"failed {SnakeCase.Of(e.Reason)}",
        TimerFired { LateMilliseconds: 0 } e => $"timer {SnakeCase.Of(e.Timer)}",
        TimerFired e => $"timer {SnakeCase.Of(e.Timer)} late {e.LateMilliseconds}",
        _ => null,
    };

    private static string? Words(PlaneRecord line, string id) => line switch
    {
        CommandReceived e when e.Command.LegId == id => e.Command switch
        {
            Cancel cancel => $"Cancel {cancel.Cause}",
            HangUp hangUp => $"HangUp {hangUp.Cause}",
            Bridge bridge => $"Bridge {Short(bridge.PeerLegId)}",
            Unbridge unbridge => $"Unbridge {Short(unbridge.PeerLegId)}",
            _ => e.Command.Name,
        },
        CommandRefused e when e.Command.LegId == id => $"refused {e.Command.Name}",
        EventHappened e when e.Event.LegId == id => e.Event is Ended ended ? $"<{ended.Cause.Kind}" : $"<{e.Event.GetType().Name}",
        _ => null,
    };

    private static string View(ConnectView view) => string.Join(", ",
        ((IEnumerable<string?>)
        [
            SnakeCase.Of(view.State),
            view.FailedReason is { } reason ? SnakeCase.Of(reason) : null,
            view.EndedBy is { } by ? $"by {SnakeCase.Of(by)}" : null,
            view.Peer is { } peer ? $"peer {Short(peer)}" : null,
            .. view.Legs.Select(leg => $"B{leg.Leg} {SnakeCase.Of(leg.State)} {(leg.EndReason is { } end ? SnakeCase.Of(end) : "-")}{(leg.Won ? " won" : "")}"),
            view.Complete ? "complete" : "incomplete",
        ]).Where(part => part is not null));

    private static string Short(string callId) => callId.Length == 37 ? "A" : $"B{callId[(callId.LastIndexOf('_') + 1)..]}";

    private static string Line(string name, IEnumerable<string?> parts)
    {
        var all = parts.ToList();
        return all.Count == 0 ? "" : $"{name}: {string.Join(" | ", all)}";
    }

    private static string Milliseconds(Scenario run, DateTimeOffset at) =>
        (at - run.StartedAt).TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
}
