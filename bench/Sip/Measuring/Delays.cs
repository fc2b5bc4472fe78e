using Orchestrator.Load;

namespace Orchestrator.SipBench.Measuring;

/// <summary>What whoever stands in the middle takes, call by call, seen on the wire. Repetitions do not count: the first of each is what a phone sees.</summary>
internal sealed class Delays(Phones phones)
{
    private readonly Dictionary<string, Instants> _calls = new(StringComparer.Ordinal);

    /// <summary>The caller's INVITE → the first 180 that reaches him; a phone's own time is in it.</summary>
    public Percentiles Ringing => Of(call => call.Ringing - call.Invite);

    /// <summary>The winner's 200 → the caller's.</summary>
    public Percentiles Answer => Of(call => call.Answered - call.WinnerAnswered);

    /// <summary>The winner's 200 → the loser's CANCEL.</summary>
    public Percentiles Cancel => Of(call => call.Cancelled - call.WinnerAnswered);

    public void Add(Datagram datagram)
    {
        if (Number(datagram.Text) is not { } number) return;
        if (!_calls.TryGetValue(number, out var call)) _calls[number] = call = new Instants();
        var (text, at) = (datagram.Text, datagram.At);
        if (text.StartsWith("INVITE ", StringComparison.Ordinal) && datagram.From == phones.Caller) call.Invite ??= at;
        else if (text.StartsWith("CANCEL ", StringComparison.Ordinal) && datagram.To == phones.Loser) call.Cancelled ??= at;
        else if (text.StartsWith("SIP/2.0 180", StringComparison.Ordinal) && datagram.To == phones.Caller) call.Ringing ??= at;
        else if (text.StartsWith("SIP/2.0 200", StringComparison.Ordinal) && text.Contains(" INVITE\r\n", StringComparison.Ordinal))
        {
            if (datagram.From == phones.Winner) call.WinnerAnswered ??= at;
            // Without a proxy they are the same.
            if (datagram.To == phones.Caller) call.Answered ??= at;
        }
    }

    private Percentiles Of(Func<Instants, double?> delay) => new(_calls.Values.Select(delay).OfType<double>());

    /// <summary>The call's number, from the user of From.</summary>
    private static string? Number(string text)
    {
        const string mark = "<sip:call";
        var from = text.IndexOf("\r\nFrom: ", StringComparison.Ordinal);
        var start = from < 0 ? -1 : text.IndexOf(mark, from, StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf('@', start);
        return end < 0 ? null : text[(start + mark.Length)..end];
    }

    private sealed class Instants
    {
        public double? Invite { get; set; }

        public double? Ringing { get; set; }

        public double? WinnerAnswered { get; set; }

        public double? Answered { get; set; }

        public double? Cancelled { get; set; }
    }
}
