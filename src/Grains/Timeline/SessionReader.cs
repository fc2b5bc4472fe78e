using System.Runtime.CompilerServices;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Timeline;

/// <summary>Reads one session's entries out of the store, for the project that it belongs to and for nobody else.</summary>
public sealed class SessionReader(ICallStore store, string session)
{
    /// <summary>Entries taken from the store at a time.</summary>
    public const int PageSize = 256;

    public async Task<ConnectView?> Connect(string projectId, string connectId, CancellationToken cancellationToken = default) =>
        ConnectStory.Of(connectId, await All(projectId, cancellationToken));

    public async Task<CallView?> Call(string projectId, string callId, CancellationToken cancellationToken = default) =>
        CallStory.Of(callId, await All(projectId, cancellationToken));

    /// <param name="id">A call's or a connect's of this session.</param>
    /// <returns>Its entries after <paramref name="after"/>, an array; null: no such call or connect in this project.</returns>
    public async Task<IReadOnlyList<TimelineEntry>?> Read(string projectId, string id, long after, CancellationToken cancellationToken = default)
    {
        var entries = await All(projectId, cancellationToken);
        return Exists(id, entries) ? entries.Where(entry => Concerns(id, entry) && entry.Sequence > after).ToArray() : null;
    }

    /// <summary>Like <see cref="Read"/>, and goes on as entries come, until nothing more is to come. What does not exist has no entries.</summary>
    public async IAsyncEnumerable<TimelineEntry> Follow(
        string projectId, string id, long after, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var seen = new List<TimelineEntry>();
        for (var last = 0L; ; await store.WaitForEntry(session, last, cancellationToken))
        {
            await foreach (var entry in From(projectId, last, cancellationToken))
            {
                last = entry.Sequence;
                if (!Concerns(id, entry))
                    continue;
                seen.Add(entry);
                if (entry.Sequence > after)
                    yield return entry;
            }

            // Asked only when all that is stored has been read: halfway through a commit a story may look complete that is not.
            if (!Exists(id, seen) || IsComplete(id, seen))
                yield break;
        }
    }

    private static bool Concerns(string id, TimelineEntry entry) => entry.CallId == id || entry.ConnectId == id;

    private static bool Exists(string id, IReadOnlyList<TimelineEntry> entries) =>
        CallIds.IsConnect(id) ? ConnectStory.Of(id, entries) is not null : CallStory.Of(id, entries) is not null;

    private static bool IsComplete(string id, IReadOnlyList<TimelineEntry> entries) =>
        CallIds.IsConnect(id) ? ConnectStory.Of(id, entries) is { Complete: true } : CallStory.IsComplete(id, entries);

    private async Task<IReadOnlyList<TimelineEntry>> All(string projectId, CancellationToken cancellationToken)
    {
        var entries = new List<TimelineEntry>();
        await foreach (var entry in From(projectId, after: 0, cancellationToken))
            entries.Add(entry);
        return entries;
    }

    private async IAsyncEnumerable<TimelineEntry> From(
        string projectId, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<TimelineEntry> page;
        do
        {
            page = await store.ReadTimeline(session, after, PageSize, cancellationToken);
            // Whose session it is, its first entry says.
            if (after == 0 && !BelongsTo(projectId, page))
                yield break;
            foreach (var entry in page)
                yield return entry;
            after = page is [.., { } latest] ? latest.Sequence : after;
        }
        while (page.Count == PageSize);
    }

    private static bool BelongsTo(string projectId, IReadOnlyList<TimelineEntry> firstPage) =>
        firstPage is [{ Event: var first }, ..]
        && ((first as CallerArrived)?.ProjectId ?? (first as CallPlaced)?.ProjectId) is { } owner && owner == projectId;
}
