using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.Relaying;

/// <summary>Ways out of this process as text that may go round the world and comes back unforged: whoever has it was given it. Its key dies with the process.</summary>
internal sealed class SignedWays
{
    private const int SignatureBytes = 15;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <param name="purpose">What it may be used for: for nothing else is it a way.</param>
    public string Write(string purpose, SipTarget way) => Sign(purpose, $"{way.Protocol} {way.EndPoint} {way.Connection} {way.Local} {way.MayDial}");

    public SipTarget? Read(string purpose, string text)
    {
        return Verify(purpose, text)?.Split(' ') is [var name, var address, var number, var local, var mayDial] && Enum.TryParse<SipProtocol>(name, out var protocol)
            && IPEndPoint.TryParse(address, out var endPoint) && long.TryParse(number, out var connection)
            ? new SipTarget(protocol, endPoint, Connection: connection, Local: IPEndPoint.TryParse(local, out var ours) ? ours : null) { MayDial = mayDial == bool.TrueString }
            : null;
    }

    public string Sign(string purpose, string text) => $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text))}.{Signature($"{purpose} {text}")}";

    /// <summary>What was signed for this purpose; null: nothing of ours.</summary>
    public string? Verify(string purpose, string text) => text.Split('.') is [var content, var signature] && TryDecode(content, out var bytes)
        && Encoding.UTF8.GetString(bytes) is var written
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Signature($"{purpose} {written}")), Encoding.UTF8.GetBytes(signature))
        ? written
        : null;

    /// <summary>The same for the same text, and unlike what anybody else can think of.</summary>
    public string Signature(string text) => Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)).AsSpan(0, SignatureBytes));

    private static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
        return bytes is not null;
    }
}
