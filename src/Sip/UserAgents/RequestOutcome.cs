using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Transactions;

namespace Orchestrator.Sip.UserAgents;

/// <summary>What became of a request: a final response, or why there is none.</summary>
public readonly record struct RequestOutcome(SipResponse? Response, RequestFailure? Failure)
{
    /// <summary>The session was over before it could be sent.</summary>
    public static readonly RequestOutcome TooLate = new(null, RequestFailure.NotSent);

    public bool IsSuccess => Response?.IsSuccess == true;

    internal bool IsDialogLost => Response?.Status is 481 or 408 || Failure is RequestFailure.Timeout or RequestFailure.CancelUnconfirmed;
}

/// <summary>Waits for the final response of a request that is no initial INVITE.</summary>
internal sealed class PendingRequest(Action<RequestOutcome>? told = null, Action<ClientTransaction, SipResponse>? succeeded = null) : IOutgoingUser
{
    // Whoever awaits runs on its own: never within the mailbox that told it.
    private readonly TaskCompletionSource<RequestOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<RequestOutcome> Outcome => _outcome.Task;

    public void Provisional(ClientTransaction transaction, SipResponse response)
    {
    }

    public void Final(ClientTransaction transaction, SipResponse response)
    {
        if (response.IsSuccess) succeeded?.Invoke(transaction, response);
        Settle(new RequestOutcome(response, null));
    }

    public void Failed(RequestFailure failure) => Settle(new RequestOutcome(null, failure));

    // A repeated 2xx of a re-INVITE comes here again: it is acknowledged above, and told once.
    private void Settle(RequestOutcome outcome)
    {
        if (_outcome.TrySetResult(outcome)) told?.Invoke(outcome);
    }
}
