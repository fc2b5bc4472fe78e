namespace Orchestrator.Hosting.Clustering;

/// <summary>The Redis in which the cluster meets does not answer.</summary>
public sealed class RedisAwayException : Exception
{
    public RedisAwayException()
    {
    }

    public RedisAwayException(string message)
        : base(message)
    {
    }

    public RedisAwayException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
