namespace Orchestrator.Grains.Interfaces.Failures;

/// <summary>No node of the cluster takes new callers now: all are gone, or about to stop.</summary>
[GenerateSerializer, Alias("orchestrator.NoPlaneException")]
public sealed class NoPlaneException : PassingFailureException
{
    public NoPlaneException()
        : base("No node with a plane takes callers now.")
    {
    }

    public NoPlaneException(string message)
        : base(message)
    {
    }

    public NoPlaneException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
