using System.Text;
using System.Text.RegularExpressions;
using Orchestrator.Telephony.Sip.Configuration;

namespace Orchestrator.Telephony.Sip.Media.Sounds;

/// <summary>espeak-ng (Debian package of that name): one process a text, told its words by standard input.</summary>
internal sealed partial class Espeak(BoundedProgram program) : ISpeech
{
    private const int LongestText = 4000;

    /// <returns>Null: no speech engine is configured.</returns>
    public static Espeak? Of(SoundSettings settings, TimeProvider time) =>
        settings.Speech is { } program ? new Espeak(new BoundedProgram(program, settings.Patience, settings.MostFileBytes, time)) : null;

    public async Task<FetchedAudio> Speak(SpokenText text, CancellationToken cancellationToken)
    {
        if (text.Text.Length > LongestText) return FetchedAudio.Failed($"say: found {text.Text.Length} characters, expected {LongestText} at most");
        var words = Encoding.UTF8.GetBytes(text.Text);
        var last = default(FetchedAudio);
        // A voice that it does not know ends it; then the language speaks, then its own.
        foreach (var voice in Voices(text))
        {
            last = await program.Run(["-b", "1", "--stdin", "--stdout", .. voice], words, cancellationToken).ConfigureAwait(false);
            if (last.Problem is null) return last;
        }

        return last;
    }

    private static IEnumerable<string[]> Voices(SpokenText text)
    {
        var variant = text.Gender?.ToLowerInvariant() switch { "female" => "+f3", "male" => "+m3", _ => "" };
        if (text.Voice is { } voice && Name().IsMatch(voice)) yield return ["-v", voice];
        if (text.Language is { } language && Name().IsMatch(language)) yield return ["-v", language.ToLowerInvariant() + variant];
        yield return ["-v", $"en{variant}"];
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+.-]{0,40}\z")]
    private static partial Regex Name();
}
