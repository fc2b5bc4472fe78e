namespace Orchestrator.Grains.Tests.Webhooks.Support;

/// <summary>An end to every wait, for a test that would otherwise hang; none of them is measured.</summary>
internal static class Deadline
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static async Task For(Task task, string phase)
    {
        try
        {
            await task.WaitAsync(Longest);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited too long for: {phase}.");
        }
    }

    public static async Task<T> For<T>(Task<T> task, string phase)
    {
        await For((Task)task, phase);
        return await task;
    }

    public static Task<T> For<T>(ValueTask<T> task, string phase) => For(task.AsTask(), phase);
}
