using Orchestrator.Sip.Messages;

namespace Orchestrator.Sip.Transports;

/// <summary>For how long a response says that its way will be needed: by a phone that has registered on it, by a session that was begun on it.</summary>
internal static class Promises
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static TimeSpan Of(SipResponse response)
    {
        if (!response.IsSuccess || response.CSeqOrNull is not { } sequence) return TimeSpan.Zero;
        var promised = sequence.Method switch
        {
            SipMethods.Register => Registration(response),
            // Who refreshes nothing has promised no end.
            SipMethods.Invite => response.SessionExpires is { } session ? TimeSpan.FromSeconds(session.Seconds) : Longest,
            SipMethods.Update when response.SessionExpires is { } session => TimeSpan.FromSeconds(session.Seconds),
            _ => TimeSpan.Zero,
        };
        return promised < Longest ? promised : Longest;
    }

    private static TimeSpan Registration(SipResponse response)
    {
        var ofAll = response.Expires ?? 0;
        var longest = 0u;
        foreach (var contact in response.Contacts)
            longest = Math.Max(longest, uint.TryParse(contact.Parameters["expires"], out var expires) ? expires : ofAll);
        return TimeSpan.FromSeconds(longest);
    }
}
