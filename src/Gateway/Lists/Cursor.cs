using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Webhooks;

namespace Orchestrator.Gateway.Lists;

/// <summary>Where a page ends, as text that clients hand back and do not read.</summary>
internal static class Cursor
{
    private const int Longest = 192;

    public static string Write(ListPosition position)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{position.CreatedAt.UtcTicks}|{position.Id}");
        return Base64Url.EncodeToString(Encoding.ASCII.GetBytes(text));
    }

    /// <returns>The position, or null if this is no cursor of ours.</returns>
    public static ListPosition? Read(string text)
    {
        if (text.Length is 0 or > Longest || !Base64Url.IsValid(text)) return null;
        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('|');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTimeOffset.MaxValue.Ticks
            && IsId(parts[1])
            ? new ListPosition(new DateTimeOffset(ticks, TimeSpan.Zero), parts[1])
            : null;
    }

    private static bool IsId(string text) =>
        CallIds.IsCall(text) || CallIds.IsConnect(text) || CallIds.IsQueue(text) || WebhookIds.OwnerOf(text) is not null;
}
