namespace Orchestrator.Swml.Documents;

/// <summary>Turns byte offsets, asked for in ascending order, into positions; the text is walked once for all of them.</summary>
internal ref struct PositionTracker(ReadOnlySpan<byte> utf8)
{
    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private int _offset;
    private int _line = 1;
    private int _column = 1;

    public SourcePosition At(int offset)
    {
        for (var end = Math.Min(offset, _utf8.Length); _offset < end; _offset++)
        {
            var unit = _utf8[_offset];
            if (unit == (byte)'\n') (_line, _column) = (_line + 1, 1);
            else if (unit >= 0xF0) _column += 2;
            else if (unit is < 0x80 or >= 0xC0) _column++;
        }

        return new SourcePosition(_line, _column);
    }

    /// <summary>The offset of a byte that is known by its line and place in it, both from 0.</summary>
    public static int Offset(ReadOnlySpan<byte> utf8, long line, long byteInLine)
    {
        var start = 0;
        for (; line > 0; line--)
        {
            var next = utf8[start..].IndexOf((byte)'\n');
            if (next < 0) return utf8.Length;
            start += next + 1;
        }

        return (int)Math.Min(utf8.Length, start + byteInLine);
    }
}
