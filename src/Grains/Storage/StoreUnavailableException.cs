namespace Orchestrator.Grains.Storage;

/// <summary>
/// The store did not answer in time, or cannot be reached. What was only read can be asked again. A write may have been done or not:
/// see <see cref="ICallStore"/> for what is safe to repeat.
/// </summary>
[GenerateSerializer, Alias("orchestrator.StoreUnavailableException")]
public sealed class StoreUnavailableException : Exception
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
