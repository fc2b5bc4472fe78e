namespace Orchestrator.Grains.Interfaces.Failures;

/// <summary>Not now: nothing was decided, and the same request made again may succeed.</summary>
[GenerateSerializer, Alias("orchestrator.PassingFailureException")]
public abstract class PassingFailureException : Exception
{
    protected PassingFailureException()
    {
    }

    protected PassingFailureException(string message)
        : base(message)
    {
    }

    protected PassingFailureException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
