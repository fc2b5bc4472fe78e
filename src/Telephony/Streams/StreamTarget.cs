namespace Orchestrator.Telephony.Streams;

/// <summary>What a leg to <c>stream:wss://…</c> is told to open. <see cref="ToString"/> hides the token and the URL's query.</summary>
/// <param name="Url"><c>wss://…</c> (or <c>ws://…</c>, where the operator allows it).</param>
/// <param name="Codec">See <see cref="StreamFormat.Read"/>.</param>
/// <param name="Realtime">Two-way: what the server sends is played.</param>
/// <param name="BearerToken">Goes in <c>Authorization: Bearer</c>; null: none does.</param>
/// <param name="AccountSid">The project.</param>
/// <param name="CallSid">The call whose audio it is.</param>
public sealed record StreamTarget(
    string Url,
    string Codec,
    bool Realtime,
    string? BearerToken,
    string AccountSid,
    string CallSid,
    IReadOnlyDictionary<string, string> CustomParameters)
{
    public override string ToString() => $"stream {Codec}";
}
