using System.Text.Json;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Storage;
using Polly.CircuitBreaker;

namespace Orchestrator.Grains.Webhooks;

/// <summary>Tells the store what this silo sees of its endpoints, when it has changed: health is asked of any silo.</summary>
public sealed class EndpointReports(ICallStore store, TimeProvider time)
{
    /// <summary>A report that says more than that nothing is wrong is repeated as often, and believed for three times as long: a silo that dies says nothing.</summary>
    private static readonly TimeSpan Repetition = TimeSpan.FromMinutes(1);

    private readonly string _silo = Guid.NewGuid().ToString("n");
    private readonly Dictionary<EndpointKey, ((EndpointCircuit Circuit, int Waiting) Report, long At)> _published = [];

    internal async Task Publish(IReadOnlyList<Endpoint> endpoints, CancellationToken cancellationToken)
    {
        foreach (var endpoint in endpoints)
        {
            var now = (Circuit: Of(endpoint.Circuit), endpoint.Waiting);
            var (before, at) = _published.GetValueOrDefault(endpoint.Key);
            if (now == before && (now == default || time.GetElapsedTime(at) < Repetition))
                continue;
            var report = JsonSerializer.Serialize(new EndpointReport(now.Circuit, now.Waiting, time.GetUtcNow()), WebhookStateJson.Default.EndpointReport);
            await store.NoteEndpoint(NameOf(endpoint.Key.ProjectId, endpoint.Key.Origin), _silo, report, cancellationToken);
            _published[endpoint.Key] = (now, time.GetTimestamp());
        }

        if (_published.Count > endpoints.Count)
        {
            var there = endpoints.Select(endpoint => endpoint.Key).ToHashSet();
            foreach (var gone in _published.Keys.Where(key => !there.Contains(key)).ToList())
                _published.Remove(gone);
        }
    }

    public static bool IsBelieved(EndpointReport report, DateTimeOffset now) => now - report.At < 3 * Repetition;

    /// <summary>Circuits are an origin's, whatever its URLs are.</summary>
    public static string NameOf(string projectId, string origin) => EndpointIds.Of(projectId, origin);

    private static EndpointCircuit Of(CircuitState state) => state switch
    {
        CircuitState.Closed => EndpointCircuit.Closed,
        CircuitState.HalfOpen => EndpointCircuit.Probing,
        _ => EndpointCircuit.Open,
    };
}
