namespace Orchestrator.Chaos.Checks;

/// <summary>What must hold of every session, by what is stored of it.</summary>
internal static class SessionCheck
{
    public static IEnumerable<string> Of(Story story)
    {
        var (failed, disconnected, connected) =
            (story.Count("connect.failed"), story.Count("connect.disconnected"), story.Count("connect.connected"));
        if (story.Count("connect.accepted") == 0)
            yield break; // its caller was there, and its client was never told 202: see Wire for whether he went
        if (story.Count("connect.accepted") > 1)
            yield return "was accepted twice";
        if (failed + disconnected != 1)
            yield return $"has {failed + disconnected} ends";
        if (connected > 1 || connected != disconnected)
            yield return $"was connected {connected} times and disconnected {disconnected} times";
        if (story.Count("connect.leg_won") > 1)
            yield return $"has {story.Count("connect.leg_won")} winners";
        if (story.All("connect.connected").Any(line => line.Number("leg") != story.All("connect.leg_won").FirstOrDefault()?.Number("leg")))
            yield return "was connected to a leg that had not won";

        var bridged = story.All("call.bridged").Where(line => line.CallId != story.CallerId).Select(line => line.CallId).Distinct().Count();
        if (bridged > 1)
            yield return $"has {bridged} legs that were bridged";
        foreach (var leg in story.Legs)
        {
            var ends = leg.Count(line => line.Kind == "call.ended");
            if (ends != 1)
                yield return $"leg {leg.Key} has {ends} ends";
            if (leg.Any(line => line.Kind is "timer.fired" && leg.Count(other => other.Kind == "timer.fired" && Timer(other) == Timer(line)) > 1))
                yield return $"a timer of leg {leg.Key} fired twice";
        }

        var error = story.All("connect.failed").Concat(story.All("connect.disconnected"))
            .Any(line => line.Of("reason", "") == "error" || line.Of("ended_by", "") == "error");
        if (error && !story.LostItsNode)
            yield return "ended by an error, and its node was not lost";
    }

    private static string Timer(Line line) => line.Of("timer", "ring")!;
}
