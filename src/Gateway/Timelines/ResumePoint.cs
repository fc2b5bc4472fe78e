using System.Globalization;
using Orchestrator.Gateway.Problems;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Gateway.Timelines;

/// <summary>Behind which entry a stream goes on: what the browser sends by itself wins over what the URL says.</summary>
internal static class ResumePoint
{
    public const string Header = "Last-Event-ID";
    private const string Expected = "a sequence: a whole number, not negative";

    public static (long After, ErrorItem? Error) Of(string? lastEventId, string? after)
    {
        if (string.IsNullOrEmpty(lastEventId ?? after)) return (0, null);
        if (long.TryParse(lastEventId ?? after, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)) return (sequence, null);
        return (0, lastEventId is null
            ? ErrorItem.Query("after", RequestErrorCodes.InvalidValue, Shown.Text(after!), Expected)
            : ErrorItem.Header(Header, Shown.Text(lastEventId), Expected));
    }
}
