namespace Orchestrator.Gateway.Connects;

/// <summary>The answer to a connect that was taken on.</summary>
/// <param name="Id">The connect.</param>
/// <param name="CallId">The caller's leg.</param>
/// <param name="State">Always <c>connecting</c>; <see cref="ConnectLinks.Self"/> says how it goes on.</param>
/// <param name="CreatedAt">When it was taken on.</param>
public sealed record AcceptedConnect(string Id, string CallId, string State, DateTimeOffset CreatedAt, ConnectLinks Links)
{
    internal static AcceptedConnect Of(string connectId, string callId, DateTimeOffset createdAt) =>
        new(connectId, callId, "connecting", createdAt, ConnectLinks.To(connectId));
}

/// <summary>Where to read on.</summary>
public sealed record ConnectLinks(string Self, string Timeline, string Events)
{
    internal static ConnectLinks To(string connectId) =>
        new($"/api/v1/connects/{connectId}", $"/api/v1/connects/{connectId}/timeline", $"/api/v1/connects/{connectId}/events");
}
