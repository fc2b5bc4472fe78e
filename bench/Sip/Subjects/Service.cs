using System.Text;
using Orchestrator.Load;

namespace Orchestrator.SipBench.Subjects;

/// <summary>
/// The service as it is published: one process, calls in memory. The caller reaches an address whose script connects him to both phones at once; he is
/// answered when one of them is.
/// </summary>
internal sealed class Service : Subject
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(20);
    private static readonly (string List, string State)[] UnderWay =
        [("connects", "connecting"), ("connects", "connected"), ("calls", "created"), ("calls", "ringing"), ("calls", "answered")];

    private readonly TimeProvider _clock;
    private readonly Rtpengine? _rtpengine;
    private readonly Child _process;
    private readonly int _port;
    private readonly Uri _address;
    private readonly ServiceClient _client;
    private readonly ProbeClient _probe;

    private Service(BenchOptions options, Rtpengine? rtpengine, TimeProvider clock)
    {
        (_clock, _rtpengine, _port) = (clock, rtpengine, UdpPorts.Free());
        _address = new Uri($"http://127.0.0.1:{Ports.Free()}");
        var probePort = Ports.Free();
        _probe = new ProbeClient(probePort);
        _process = new Child("dotnet", [Path.Combine(options.Programs, "Orchestrator.Silo.dll"), "--urls", $"{_address}"],
        [
            new("DOTNET_STARTUP_HOOKS", Path.Combine(AppContext.BaseDirectory, "Orchestrator.Probe.dll")),
            new("BENCH_PROBE_PORT", $"{probePort}"),
            new("Orchestrator__Plane__Kind", "sip"),
            new("Orchestrator__Sip__Listen__0", $"udp:127.0.0.1:{_port}"),
            new("Orchestrator__Sip__Allow__0", "127.0.0.1"),
            new("Orchestrator__Sip__AllowFrom__0", "127.0.0.1"),
            // All calls come from one address here.
            new("Orchestrator__Sip__MessagesPerSecondAndSource", "0"),
            .. rtpengine is null ? [] : (KeyValuePair<string, string>[])[new("Orchestrator__Sip__Media__Engines__0", $"127.0.0.1:{rtpengine.ControlPort}")],
        ]);
        _client = new ServiceClient([_address], "dev:dev");
    }

    public override string Name => _rtpengine is null ? "us" : "anchored";

    public override int? Door => _port;

    public override bool NeedsWarmUp => true;

    public override IReadOnlyDictionary<string, int> Processes => _rtpengine is null
        ? new Dictionary<string, int> { ["us"] = _process.Id }
        : new Dictionary<string, int> { ["us"] = _process.Id, ["rtpengine"] = _rtpengine.Id };

    public static async Task<Service> Begin(BenchOptions options, Phones phones, Rtpengine? rtpengine, TimeProvider clock)
    {
        var service = new Service(options, rtpengine, clock);
        await service.Within(StartPatience, "it is ready", service._client.IsReady);
        await service.Serve(phones);
        return service;
    }

    public override async Task<double?> Allocated() => (await _probe.Read()).AllocatedBytes;

    public override async Task<IReadOnlyList<string>> Leftovers()
    {
        var left = new List<string>();
        var started = _clock.GetTimestamp();
        do
        {
            left.Clear();
            foreach (var (list, state) in UnderWay)
                if (await _client.AnyIn(list, state)) left.Add($"{list} still {state}");
            if (left.Count > 0) await Task.Delay(TimeSpan.FromMilliseconds(200), _clock);
        }
        while (left.Count > 0 && _clock.GetElapsedTime(started) < EndPatience);
        return left;
    }

    public override ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Dispose();
        _rtpengine?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task Serve(Phones phones)
    {
        using var http = new HttpClient();
        using var put = new HttpRequestMessage(HttpMethod.Put, new Uri(_address, "/api/v1/addresses/public/desk"))
        {
            Content = new StringContent(
                $$$$"""
                {"swml": {"sections": {"main": [{"connect": {"answer_on_bridge": true, "parallel": [
                  {"to": "sip:winner@127.0.0.1:{{{{phones.Winner}}}}"}, {"to": "sip:loser@127.0.0.1:{{{{phones.Loser}}}}"}]}}]}}}
                """,
                Encoding.UTF8, "application/json"),
        };
        put.Headers.Authorization = new("Basic", Convert.ToBase64String("dev:dev"u8));
        using var response = await http.SendAsync(put);
        response.EnsureSuccessStatusCode();
    }

    private async Task Within(TimeSpan patience, string what, Func<Task<bool>> holds)
    {
        var started = _clock.GetTimestamp();
        while (!await holds())
        {
            if (_process.HasExited || _clock.GetElapsedTime(started) > patience)
                throw new InvalidOperationException($"The service: not {what} after {_clock.GetElapsedTime(started)}.\n{_process.Said}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), _clock);
        }
    }
}
