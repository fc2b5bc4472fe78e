namespace Orchestrator.Telephony.Sip.Media.Streams;

/// <summary>μ-law, a byte a sample (ITU-T G.711).</summary>
internal static class G711
{
    private const int Bias = 0x84;
    private const int Loudest = 32_635;

    public static byte MuLaw(int sample)
    {
        var sign = sample < 0 ? 0x80 : 0;
        var magnitude = Math.Min(Math.Abs(sample), Loudest) + Bias;
        var exponent = int.Log2(magnitude) - 7;
        return (byte)~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0F));
    }

    public static short Linear(byte muLaw)
    {
        var bits = ~muLaw;
        var magnitude = ((((bits & 0x0F) << 3) + Bias) << ((bits & 0x70) >> 4)) - Bias;
        return (short)((bits & 0x80) != 0 ? -magnitude : magnitude);
    }
}
