namespace Orchestrator.Grains.Tests.Machines;

/// <summary>
/// Runs a world until nothing is left to happen. Each choice is one wicked step; where there is none the oldest thing happens, and
/// the clock moves only when nothing else can.
/// </summary>
internal static class Scheduler
{
    private const int LongestRun = 6_000;

    public static World Run(Scenario scenario, Action<World, int>? before = null)
    {
        var world = new World(scenario);
        try
        {
            for (var step = 0; ; step++)
            {
                if (step == LongestRun)
                    throw new BrokenPromiseException("it does not end");
                before?.Invoke(world, step);
                if (!Next(world, step < scenario.Choices.Length ? scenario.Choices[step] : 0))
                    return world;
            }
        }
        catch (Exception broken)
        {
            throw new BrokenPromiseException($"{broken.Message}\n{scenario}{world.Trace}\n{broken.StackTrace}");
        }
    }

    private static bool Next(World world, int choice)
    {
        var enabled = world.Enabled();
        var (kind, pick) = (choice % 20, choice / 20);
        switch (kind)
        {
            case 14 when world.Wait():
                return true;
            case 15:
                world.Take(World.Ring(At(world.Names)), repeated: true);
                return true;
            case 16:
                world.Crash(At(world.Names), keepsLetters: pick % 2 == 0);
                return true;
            case 18 when world.Taken.Count > 0:
                world.Take(At(world.Taken), repeated: true);
                return true;
        }

        if (enabled.Count == 0)
            return world.Wait();
        switch (kind)
        {
            case 0:
                world.Take(enabled[0]);
                return true;
            case 12 or 13 when At(enabled) is { To: not "plane" } twice:
                world.Take(twice, repeated: true);
                return true;
            case 17:
                world.Take(At(enabled), crashes: true);
                return true;
            default:
                world.Take(At(enabled));
                return true;
        }

        T At<T>(IEnumerable<T> all)
        {
            var list = all as IReadOnlyList<T> ?? [.. all];
            return list[pick / 2 % list.Count];
        }
    }
}
