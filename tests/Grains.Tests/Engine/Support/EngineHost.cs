using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Nodes;
using Orchestrator.Grains.Scripts;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Tests.Webhooks.Support;
using Orchestrator.Grains.Webhooks;
using Orchestrator.Outbound;
using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Simulation;
using Orleans.Serialization;
using Orleans.Timers;

namespace Orchestrator.Grains.Tests.Engine.Support;

[CollectionDefinition(Name)]
public sealed class EngineCollection : ICollectionFixture<EngineHost>
{
    public const string Name = "engine";
}

/// <summary>One real silo for all tests of the engine: memory store, simulated plane, real webhooks over HTTP, one clock that stands still.</summary>
public sealed class EngineHost : IAsyncLifetime
{
    /// <summary>Every project's.</summary>
    public const string SigningKey = "dGhlLWtleS1vZi10aGUtdGVzdHM=";

    private readonly ConcurrentDictionary<string, ConcurrentQueue<PlaneRecord>> _journals = new();
    private IHost _host = null!;
    private long _refused;

    public EngineHost() => OtherNode = new OtherNode(() => Plane);

    internal Clock Clock { get; } = new();
    internal OtherNode OtherNode { get; }
    internal Traffic Traffic { get; } = new();
    internal ListLogger Logs { get; } = new();
    internal Postbox Postbox { get; private set; } = null!;
    internal WatchedStore Store { get; private set; } = null!;
    internal SimulatedPlane Plane { get; private set; } = null!;
    internal WebhookSender Sender => _host.Services.GetRequiredService<WebhookSender>();
    internal ScriptWorkshop Workshop => _host.Services.GetRequiredService<ScriptWorkshop>();
    internal Sweeper Sweeper => _host.Services.GetRequiredService<Sweeper>();
    /// <summary>Another one, as of another silo on the same store, that forgets by a clock of its own.</summary>
    internal Sweeper NewSweeper(TimeProvider time) => ActivatorUtilities.CreateInstance<Sweeper>(_host.Services, time);
    internal NodeReaper Reaper => _host.Services.GetRequiredService<NodeReaper>();
    internal IMeterFactory Meters => _host.Services.GetRequiredService<IMeterFactory>();
    internal IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Events that are taken and lost, as by an owner that goes right then.</summary>
    internal Func<PlaneEvent, bool>? Swallow { get; set; }

    /// <summary>Told of every line of the plane's journal, under the leg's gate.</summary>
    internal Action<PlaneRecord>? OnPlane { get; set; }

    public async Task InitializeAsync()
    {
        Postbox = await Postbox.Open();
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddProvider(Logs).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<ISigningKeys, OneKey>();
        Plane = new SimulatedPlane(Clock, "node-1") { Journal = Note };
        builder.Services.AddSingleton<ITelephonyPlane>(Plane);
        builder.Services.AddSingleton<ICallStore>(services =>
            Store = new WatchedStore(new MemoryCallStore(Clock, new MemoryStoreOptions()), Traffic));
        builder.Services.AddEngine();
        builder.Services.Configure<OutboundOptions>(options => options.AllowLoopback = true);
        // Tests sweep when they say so, and wait for all that a sweep does.
        builder.Services.Configure<SweeperOptions>(sweeper =>
        {
            sweeper.Interval = sweeper.NodeInterval = TimeSpan.FromDays(1);
            sweeper.Patience = TimeSpan.Zero;
        });
        GiveClock<EngineServices>(builder.Services);
        GiveClock<ScriptWorkshop>(builder.Services);
        builder.Services.AddSingleton<INodes>(services => OtherNode.Beside(ActivatorUtilities.CreateInstance<ClusterNodes>(services, Clock)));
        GiveClock<WebhookClient>(builder.Services);
        GiveClock<WebhookSender>(builder.Services);
        var listener = builder.Services.Single(service => service.ServiceType == typeof(IPlaneListener));
        builder.Services.AddSingleton<IPlaneListener>(services => new Listener(
            (IPlaneListener)ActivatorUtilities.CreateInstance(services, listener.ImplementationType!), this));
        builder.Services.AddSerializer(serializer => serializer.AddCallSerialization());
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort(), FreePort());
            silo.AddMemoryGrainStorageAsDefault();
            silo.AddIncomingGrainCallFilter(Traffic);
            silo.AddOutgoingGrainCallFilter(OtherNode);
            silo.AddOutgoingGrainCallFilter(Traffic);
            var timers = silo.Services.Single(service => service.ServiceType == typeof(ITimerRegistry));
            silo.Services.AddSingleton(services =>
                (ITimerRegistry)ActivatorUtilities.CreateInstance(services, timers.ImplementationType!, Clock));
            silo.Services.AddSingleton<IConfigureGrainContextProvider>(Traffic);
        });
        _host = builder.Build();
        await Deadline.For(_host.StartAsync(), "the silo to start");
    }

    public async Task DisposeAsync()
    {
        await Deadline.For(_host.StopAsync(), "the silo to stop");
        _host.Dispose();
        await Plane.DisposeAsync();
        await Postbox.DisposeAsync();
    }

    /// <summary>What the plane saw of one session, in order.</summary>
    internal IReadOnlyList<PlaneRecord> Journal(string session) => _journals.TryGetValue(session, out var lines) ? [.. lines] : [];

    /// <summary>Completes when nothing but the clock can bring anything about.</summary>
    internal async Task Quiet(string phase)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await Traffic.IsQuiet(() => Sender.ActiveLanes == 0 && Workshop.Busy == 0 && Plane.Faults == Interlocked.Read(ref _refused)).WaitAsync(TimeSpan.FromSeconds(30)))
        {
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"The silo did not come to rest: {phase}.\n{string.Join('\n', Logs.Lines.TakeLast(20).Select(line => line.Split('\n')[0]))}");
            await Task.Yield();
        }
    }

    /// <summary>
    /// Ours and not Orleans': its membership and its stall detection take hours that pass in a moment for a silo that hangs.
    /// </summary>
    private void GiveClock<TService>(IServiceCollection services)
        where TService : class => services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TService>(provider, Clock));

    private void Note(PlaneRecord line)
    {
        Traffic.Moved();
        _journals.GetOrAdd(CallIds.SessionOf(LegOf(line)), _ => new()).Enqueue(line);
        OnPlane?.Invoke(line);
        if (line is EventTaken)
            Traffic.End();
    }

    private static string LegOf(PlaneRecord line) => line switch
    {
        CommandReceived e => e.Command.LegId,
        CommandRefused e => e.Command.LegId,
        EventHappened e => e.Event.LegId,
        EventTaken e => e.Event.LegId,
        _ => throw new ArgumentOutOfRangeException(nameof(line), line, "found a line of another kind"),
    };

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>An event is under way until the plane has noted that it was taken, see <see cref="Note"/>, or has counted the refusal.</summary>
    private sealed class Listener(IPlaneListener inner, EngineHost host) : IPlaneListener
    {
        public async ValueTask Raised(PlaneEvent planeEvent, CancellationToken cancellationToken)
        {
            host.Traffic.Begin();
            try
            {
                if (host.Swallow?.Invoke(planeEvent) is not true)
                    await inner.Raised(planeEvent, cancellationToken);
            }
            catch
            {
                Interlocked.Increment(ref host._refused);
                host.Traffic.End();
                throw;
            }
        }
    }

    private sealed class OneKey : ISigningKeys
    {
        public string? CurrentKey(string projectId) => SigningKey;
    }
}
