namespace Orchestrator.Cli.Ladders;

/// <summary>One column: the sign of what happens to it, and of how it stands while something happens elsewhere.</summary>
internal sealed class Lane
{
    /// <summary>Space: not there; <c>:</c> not answered; <c>|</c> answered; <c>=</c> bridged.</summary>
    public char Life { get; private set; } = ' ';

    /// <returns>
    /// <c>+</c> begins, <c>~</c> rings, <c>*</c> answers, <c>=</c> is bridged, <c>/</c> is released, <c>x</c> ends, <c>o</c> anything else.
    /// </returns>
    public char Take(string kind)
    {
        var (mark, life) = kind switch
        {
            "call.arrived" or "call.created" or "connect.accepted" => ('+', ':'),
            "call.ringing" or "call.early_media" => ('~', Life),
            "call.answered" => ('*', '|'),
            "call.bridged" or "connect.connected" => ('=', '='),
            "call.unbridged" => ('/', '|'),
            "call.released" => ('/', Life),
            "call.ended" or "connect.disconnected" or "connect.failed" => ('x', ' '),
            _ => ('o', Life),
        };
        Life = life;
        return mark;
    }
}
