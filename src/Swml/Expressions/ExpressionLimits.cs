namespace Orchestrator.Swml.Expressions;

/// <summary>What one expression may cost. They are part of the language and not of a configuration.</summary>
public static class ExpressionLimits
{
    public const int MaxLength = 1024;

    public static readonly TimeSpan MaxTime = TimeSpan.FromMilliseconds(150);

    /// <summary>Bytes that an evaluation may allocate.</summary>
    public const long MaxMemory = 8 * 1024 * 1024;

    /// <summary>Calls inside one another.</summary>
    public const int MaxRecursion = 64;

    public const int MaxArrayLength = 4096;

    /// <summary>Characters of the result as JSON, and of a text that one call of a built-in function may build.</summary>
    public const int MaxText = 64 * 1024;

    /// <summary>Objects and lists inside one another in the result.</summary>
    public const int MaxDepth = 32;
}
