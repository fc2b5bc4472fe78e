namespace Orchestrator.Telephony.Sip.Media.Sounds;

/// <summary>Fetches an audio file; the host gives it to the plane, with its checks of where a stranger's URL may lead.</summary>
/// <param name="mostBytes">A longer one is refused.</param>
/// <param name="patience">For all of it.</param>
public delegate Task<FetchedAudio> AudioDoor(Uri url, int mostBytes, TimeSpan patience, CancellationToken cancellationToken);

/// <summary>What came of it.</summary>
/// <param name="Problem">Why there is none, for people; no part of the URL stands in it.</param>
public readonly record struct FetchedAudio(ReadOnlyMemory<byte> Bytes, string? Problem = null)
{
    public static FetchedAudio Failed(string problem) => new(default, problem);
}
