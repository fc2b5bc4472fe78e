using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Storage;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Directory;

/// <summary>Lists out of the store; the silo that is asked answers.</summary>
[StatelessWorker]
internal sealed class DirectoryGrain(ICallStore store) : Grain, IDirectoryGrain
{
    // An array: whatever list the store keeps, this is one that can be sent between silos.
    public async Task<IReadOnlyList<ListRow>> List(ListQuery query) => query.Only switch
    {
        ListSelection.Active => (await Troubles.UnderWay(store, query)).ToArray(),
        ListSelection.Stuck => (await Troubles.Stuck(store, query)).ToArray(),
        ListSelection.CallbackFailing => (await Troubles.CallbackFailing(store, query)).ToArray(),
        _ => (await store.List(query)).ToArray(),
    };
}
