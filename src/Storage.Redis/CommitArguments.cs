using System.Globalization;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Storage;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

/// <summary>What Commit.lua is told, in its order.</summary>
internal static class CommitArguments
{
    /// <param name="retention">Milliseconds.</param>
    /// <param name="riding">Lines of the session that were told before, and go with it.</param>
    public static RedisValue[] Of(Commit commit, IReadOnlyList<RedisValue> riding, Shard shard, long retention, TimeSpan webhookLease, Vault vault)
    {
        var row = commit.Row;
        var arguments = new List<RedisValue>(15 + riding.Count + commit.Timeline.Count + (3 * commit.Outbox.Count))
        {
            commit.Id,
            commit.ExpectedVersion,
            commit.Token.ToString("n", CultureInfo.InvariantCulture),
            vault.Close(commit.Snapshot),
            commit.Deadline is { } deadline ? Instants.Ticks(deadline) : "",
            commit.Deadline is { } due ? Instants.Microseconds(due) : "",
            commit.Ended ? 1 : 0,
            commit.Ended ? "" : commit.NodeId ?? "",
            row is null ? "" : Stored.Of(row),
            row is null ? "" : (string)shard.List(row.ProjectId, row.Kind)!,
            row is null ? "" : ListPlace.Of(row),
            retention,
            Instants.Microseconds(webhookLease),
            riding.Count + commit.Timeline.Count,
        };
        arguments.AddRange(riding);
        foreach (var entry in commit.Timeline)
            arguments.Add(Stored.Of(entry));
        foreach (var webhook in commit.Outbox)
            arguments.AddRange([SameSession(webhook, commit), webhook.WebhookId, Stored.Of(webhook, vault)]);

        return [.. arguments];
    }

    private static string SameSession(OutboxEntry webhook, Commit commit) =>
        CallIds.SessionOf(webhook.OwnerId) == CallIds.SessionOf(commit.Id)
            ? webhook.OwnerId
            : throw new ArgumentException($"{webhook.OwnerId} is of another session than the record that is committed.", nameof(commit));
}
