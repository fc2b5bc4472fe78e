using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Grains.Interfaces.Failures;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis.Tests;

/// <summary>What is written behind everybody's back: one session's trouble is its own.</summary>
public sealed class NotesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static TheoryData<Exception> Refusals => [new RedisServerException("OOM"), new InvalidOperationException("a bug"), new ObjectDisposedException("a link")];

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Session_ThatCannotBeWritten_IsLostAndTheOthersAreWritten(Exception refusal)
    {
        var (time, written) = (new FakeTimeProvider(), new ConcurrentQueue<string>());
        var refused = new TaskCompletionSource();
        var later = new TaskCompletionSource();
        await using (var notes = new Notes(Write, time, NullLogger.Instance))
        {
            notes.Add("bad", ["1"]);
            await Until(refused.Task, time, "the bad session is tried");
            notes.Add("good", ["2"]);
            await Until(later.Task, time, "the good one is written after it");
        }

        Assert.Equal(["good 2"], written);

        Task Write(string session, IReadOnlyList<RedisValue> lines, IReadOnlyList<string> closed)
        {
            if (session == "bad")
            {
                refused.TrySetResult();
                return Task.FromException(refusal);
            }

            written.Enqueue($"{session} {string.Join(',', lines)}");
            later.TrySetResult();
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Session_WhileRedisIsAway_WaitsAndIsWrittenOnce()
    {
        var (time, written) = (new FakeTimeProvider(), new ConcurrentQueue<string>());
        var (away, tried, back) = (true, new TaskCompletionSource(), new TaskCompletionSource());
        await using (var notes = new Notes(Write, time, NullLogger.Instance))
        {
            notes.Add("s", ["1"]);
            await Until(tried.Task, time, "it is tried");
            notes.Add("s", ["2"]);
            away = false;
            await Until(back.Task, time, "it is written");
        }

        Assert.Equal(["1", "2"], written.SelectMany(lines => lines.Split(',')).Order());

        Task Write(string session, IReadOnlyList<RedisValue> lines, IReadOnlyList<string> closed)
        {
            if (away)
            {
                tried.TrySetResult();
                return Task.FromException(new StoreUnavailableException("away"));
            }

            written.Enqueue(string.Join(',', lines));
            back.TrySetResult();
            return Task.CompletedTask;
        }
    }

    private static async Task Until(Task happened, FakeTimeProvider time, string phase)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!happened.IsCompleted)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"Waited {Patience.TotalSeconds} s until {phase}");
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
