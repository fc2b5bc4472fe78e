using System.Diagnostics;
using Orchestrator.Gateway.Clustering;
using Orchestrator.Gateway.Requests;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Connects;

namespace Orchestrator.Gateway.Connects;

/// <summary>Gives a request its ids and hands it to the caller's leg. The same key leads to the same ids, so to the same grain.</summary>
internal sealed class ConnectStarter(Cluster cluster)
{
    /// <summary>Length of what tells the connects of one call apart.</summary>
    private const int SuffixLength = 12;

    public async Task<StartedConnect> Start(string project, ConnectRequest request, string? key, ReadOnlyMemory<byte> body, CancellationToken aborted)
    {
        var (callId, connectId) = Ids(project, request.CallId, key);
        var start = new StartConnect(project, connectId, key is null ? null : IdempotencyKey.HashOf(body), request.Plan, request.Caller, Activity.Current?.Id,
            IsNew: key is null && request.CallId is null)
        { Document = request.Document };
        return new StartedConnect(connectId, callId, await cluster.StartConnect(callId, start, aborted));
    }

    internal static (string CallId, string ConnectId) Ids(string project, string? callId, string? key)
    {
        var unique = key is null ? CallIds.NewSession() : CallIds.FromKey(project, key);
        return callId is null
            ? (CallIds.Caller(unique), CallIds.Connect(unique, "1"))
            : (callId, CallIds.Connect(CallIds.SessionOf(callId), unique[..SuffixLength]));
    }
}

/// <summary>What the caller's leg said, and under which ids.</summary>
internal sealed record StartedConnect(string ConnectId, string CallId, StartConnectResult Result);
