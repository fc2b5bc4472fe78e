namespace Orchestrator.Grains.Interfaces.Directory;

/// <summary>Lists of a project's calls and connects. Reads the store; any silo answers. Key: 0.</summary>
[Alias("orchestrator.IDirectoryGrain")]
public interface IDirectoryGrain : IGrainWithIntegerKey
{
    /// <returns>Newest first, <see cref="ListQuery.Limit"/> rows at most.</returns>
    [Alias("List")]
    Task<IReadOnlyList<ListRow>> List(ListQuery query);
}
