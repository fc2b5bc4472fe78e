namespace Orchestrator.Cli;

/// <summary>Ends the program with a code and a sentence: expected, and the user's or the service's doing.</summary>
internal sealed class UserErrorException(int code, string sentence) : Exception(sentence)
{
    public int Code { get; } = code;
}
