using Orchestrator.Sip.Messages;

namespace Orchestrator.Sip.Transactions;

/// <summary>Nobody waits for the answer to a CANCEL: the INVITE's own says what became of it.</summary>
internal sealed class Unheard : IClientTransactionUser
{
    public static readonly Unheard Instance = new();

    public void ResponseReceived(ClientTransaction transaction, SipResponse response)
    {
    }

    public void Failed(ClientTransaction transaction, TransactionFailure failure)
    {
    }
}
