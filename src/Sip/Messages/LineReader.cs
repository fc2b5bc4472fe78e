namespace Orchestrator.Sip.Messages;

/// <summary>Takes the lines of a message's head, folded ones as one, within the limits.</summary>
internal ref struct LineReader(ReadOnlySpan<byte> bytes, SipLimits limits)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Where the next line begins.</summary>
    public int Position { get; private set; }

    /// <summary>Why there is no further line although the head has not ended.</summary>
    public SipFault? Fault { get; private set; }

    public ReadOnlySpan<byte> Next()
    {
        var start = Position;
        return EndOfLine() is { } end ? _bytes[start..end] : [];
    }

    public ReadOnlySpan<byte> NextFolded(out bool folded)
    {
        folded = false;
        var start = Position;
        if (EndOfLine() is not { } end) return [];
        while (end > start && Position < _bytes.Length && _bytes[Position] is (byte)' ' or (byte)'\t')
        {
            folded = true;
            if (EndOfLine() is not { } further) return [];
            end = further;
        }
        if (end - start <= limits.Line) return _bytes[start..end];
        Fault = SipFault.Malformed("line too long");
        return [];
    }

    private int? EndOfLine()
    {
        var start = Position;
        var length = _bytes[start..].IndexOfAny((byte)'\r', (byte)'\n');
        var end = start + length;
        if (length < 0 || end + 1 >= _bytes.Length || _bytes[end] != '\r' || _bytes[end + 1] != '\n')
        {
            Fault = SipFault.Malformed(length < 0 ? "head does not end" : "bare CR or LF");
            return null;
        }
        Position = end + 2;
        if (Position <= limits.Head) return end;
        Fault = SipFault.Malformed("head too long");
        return null;
    }
}
