using System.Security.Cryptography;
using Orchestrator.Sip.Messages.Values;

namespace Orchestrator.Sip.Messages;

/// <summary>Ids that nobody can guess and no other has.</summary>
public static class SipIds
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    public static string Tag() => RandomNumberGenerator.GetString(Alphabet, 12);

    public static string Branch() => string.Concat(Via.MagicCookie, RandomNumberGenerator.GetString(Alphabet, 16));

    public static string CallId() => RandomNumberGenerator.GetString(Alphabet, 24);
}
