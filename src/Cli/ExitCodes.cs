namespace Orchestrator.Cli;

/// <summary>What a script can tell by; docs/cli.md says the same to people.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The document or request is wrong; every error was named.</summary>
    public const int Invalid = 1;

    /// <summary>The command line, or a file that cannot be read.</summary>
    public const int Usage = 2;

    /// <summary>The service cannot be reached, does not take the credentials, or failed.</summary>
    public const int Unavailable = 3;

    /// <summary>The service refused: no such connect, or not in its state.</summary>
    public const int Refused = 4;

    /// <summary>The connect that was followed failed.</summary>
    public const int Failed = 5;
}
