namespace Orchestrator.Grains.Interfaces.Failures;

/// <summary>
/// The store did not answer in time, or cannot be reached. What was only read can be asked again. A write may have been done or not:
/// the store's own documentation says what is safe to repeat.
/// </summary>
[GenerateSerializer, Alias("orchestrator.StoreUnavailableException")]
public sealed class StoreUnavailableException : PassingFailureException
{
    public StoreUnavailableException()
    {
    }

    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
