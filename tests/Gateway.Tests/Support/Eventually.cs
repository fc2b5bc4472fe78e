namespace Orchestrator.Gateway.Tests.Support;

/// <summary>Waits for what another process does, up to a deadline whose message names what was waited for.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    public static async Task<T> Get<T>(string phase, Func<Task<T>> ask, Func<T, bool> enough, TimeSpan? patience = null)
    {
        var limit = patience ?? TimeSpan.FromSeconds(20);
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (enough(answer)) return answer;
            Assert.True(TimeProvider.System.GetElapsedTime(began) < limit, $"Waited {limit.TotalSeconds} s until {phase}; last: {answer}");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    public static Task True(string phase, Func<Task<bool>> ask, TimeSpan? patience = null) => Get(phase, ask, answer => answer, patience);
}
