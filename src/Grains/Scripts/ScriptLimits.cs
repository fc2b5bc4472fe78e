namespace Orchestrator.Grains.Scripts;

/// <summary>What a script may do before it is stopped; each limit has an error code of its own.</summary>
public static class ScriptLimits
{
    /// <summary>Transfers of one call; <c>too_many_transfers</c>.</summary>
    public const int MaxTransfers = 32;

    /// <summary>Calls of <c>execute</c> inside one another; <c>nested_too_deep</c>.</summary>
    public const int MaxDepth = 32;

    /// <summary>Steps without waiting for anything outside; <c>too_many_steps</c>.</summary>
    public const int MaxSteps = 10_000;

    /// <summary>Steps after which the machine lets others have a turn.</summary>
    public const int StepsPerTurn = 200;

    /// <summary>Characters of all variables as JSON; <c>method_execute_failed</c>.</summary>
    public const int MaxVariables = 512 * 1024;

    /// <summary>Characters of a response's body that are kept.</summary>
    public const int MaxResponseBody = 64 * 1024;

    /// <summary>Headers of a response that are kept.</summary>
    public const int MaxResponseHeaders = 64;

    /// <summary>How long the call may take to be answered.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How much longer than its own limits something outside may take before it is taken for lost.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    /// <summary>A document and its fallback, each by its own limit.</summary>
    public static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(20);
}
