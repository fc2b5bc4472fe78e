using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Timeline;

namespace Orchestrator.Grains.Tests.Timeline;

public class StoryProperties
{
    private static readonly Gen<TimelineEntry> AnyEntry = Gen.Elements(Tales.All.SelectMany(tale => tale.Tale.Entries).ToArray());

    [Fact]
    public void Story_AfterEveryCommit_OnlyGrowsComplete()
    {
        foreach (var (name, tale, _) in Tales.All)
        {
            var complete = tale.Commits.Select(stored => ConnectStory.Of(Tale.ConnectId, tale.Entries.Take(stored))?.Complete ?? false).ToList();
            Assert.True(complete.Order().SequenceEqual(complete), name);
        }
    }

    [Fact]
    public void Story_OfEntriesInAnyOrder_AlwaysHasAVerdict() => Prop
        .ForAll(AnyEntry.ListOf().ToArbitrary(), entries =>
        {
            var accepted = Tale.Accepted(1).Entries.Concat(entries).ToList();
            var view = ConnectStory.Of(Tale.ConnectId, accepted)!;
            _ = CallStory.Of(Tale.CallerId, accepted);
            _ = CallStory.Of(Tale.LegId(1), entries);
            return view.Verdict.EndsWith('.') && char.IsUpper(view.Verdict[0]) && !view.Verdict.Contains('_', StringComparison.Ordinal);
        })
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Story_OfAnyPrefix_NeverThrows()
    {
        foreach (var (_, tale, _) in Tales.All)
        {
            for (var length = 0; length <= tale.Entries.Count; length++)
                _ = ConnectStory.Of(Tale.ConnectId, tale.Entries.Take(length));
        }
    }
}
