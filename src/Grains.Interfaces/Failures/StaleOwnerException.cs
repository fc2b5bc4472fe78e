namespace Orchestrator.Grains.Interfaces.Failures;

/// <summary>This activation is not the owner any more. It steps down; whoever called it calls again and reaches the real one.</summary>
[GenerateSerializer, Alias("orchestrator.StaleOwnerException")]
public sealed class StaleOwnerException : PassingFailureException
{
    public StaleOwnerException()
    {
    }

    public StaleOwnerException(string id)
        : base($"{id} was changed by another owner.")
    {
    }

    public StaleOwnerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
