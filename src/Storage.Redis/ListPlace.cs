using System.Globalization;
using Orchestrator.Grains.Interfaces.Directory;

namespace Orchestrator.Storage.Redis;

/// <summary>
/// A row's place in its list: the instant in hex and the id, so that the order of bytes is the order of lists, to the tick. (A score
/// could not tell instants closer than a microsecond apart.)
/// </summary>
internal static class ListPlace
{
    private const int InstantLength = 16;

    public static string Of(ListRow row) =>
        string.Create(CultureInfo.InvariantCulture, $"{row.CreatedAt.UtcTicks:x16}:{row.Id}");

    public static string Id(string place) => place[(InstantLength + 1)..];
}
