namespace Orchestrator.Outbound;

/// <summary>A name leads where a stranger's URL must not. It does not say where: whoever wrote the URL may read this.</summary>
public sealed class BlockedAddressException : IOException
{
    public BlockedAddressException()
        : base("The address is not one that may be called.")
    {
    }

    public BlockedAddressException(string message)
        : base(message)
    {
    }

    public BlockedAddressException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
