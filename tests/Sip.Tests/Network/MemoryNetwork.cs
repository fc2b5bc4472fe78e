using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.Tests.Network;

/// <summary>What went over the wire: the first line's essence (<c>INVITE</c>, <c>180 INVITE</c>), and the message.</summary>
public sealed record Packet(TimeSpan At, IPEndPoint From, IPEndPoint To, string Summary, byte[] Bytes, bool Lost)
{
    public SipMessage Message => SipParser.Parse(Bytes).Message!;
}

/// <summary>A network in memory under a fake clock: it delays, loses, repeats and reorders as it is told.</summary>
public sealed class MemoryNetwork(int seed = 1)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<(SipProtocol, IPEndPoint), MemoryTransport> _transports = [];
    private readonly Random _random = new(seed);
    private readonly List<ITimer> _timers = [];
    private readonly PriorityQueue<(Packet, SipProtocol), (DateTimeOffset, long)> _underWay = new();
    private readonly Lock _gate = new();
    private long _delivered;

    public FakeTimeProvider Time { get; } = new(Start);

    /// <summary>Since its beginning, as packets tell it.</summary>
    public TimeSpan Now => Time.GetUtcNow() - Start;

    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(1);

    public TimeSpan Jitter { get; set; }

    public double Loss { get; set; }

    public double Duplication { get; set; }

    /// <summary>Whether this packet is lost; asked before <see cref="Loss"/>.</summary>
    public Func<Packet, bool> Loses { get; set; } = _ => false;

    public List<Packet> Packets { get; } = [];

    /// <summary>The essence of what was sent from one side to another.</summary>
    public IReadOnlyList<string> Sent(IPEndPoint from) => [.. Packets.Where(packet => packet.From.Equals(from)).Select(packet => packet.Summary)];

    public MemoryTransport Open(string endPoint, SipProtocol protocol = SipProtocol.Udp)
    {
        var transport = new MemoryTransport(this, IPEndPoint.Parse(endPoint), protocol);
        _transports.Add((protocol, transport.LocalEndPoint), transport);
        return transport;
    }

    /// <summary>Lets time pass, a millisecond at a time.</summary>
    public void Run(TimeSpan time)
    {
        for (var i = 0; i < time.TotalMilliseconds; i++) Time.Advance(TimeSpan.FromMilliseconds(1));
    }

    public void Run(double seconds) => Run(TimeSpan.FromSeconds(seconds));

    internal void Move(MemoryTransport transport, IPEndPoint from, IPEndPoint to)
    {
        _transports.Remove((transport.Protocol, from));
        _transports.Add((transport.Protocol, to), transport);
    }

    internal void Carry(MemoryTransport from, byte[] bytes, IPEndPoint to)
    {
        var packet = new Packet(Now, from.Outside, to, Summary(bytes), bytes, false);
        var reliable = from.Protocol != SipProtocol.Udp;
        // What awaited an answer sends from a thread of its own.
        lock (_gate) Carry(from, packet, reliable);
    }

    private void Carry(MemoryTransport from, Packet packet, bool reliable)
    {
        packet = packet with { Lost = !reliable && (Loses(packet) || _random.NextDouble() < Loss) };
        Packets.Add(packet);
        if (packet.Lost) return;
        Deliver(packet, from, reliable);
        if (!reliable && _random.NextDouble() < Duplication) Deliver(packet, from, reliable);
    }

    private void Deliver(Packet packet, MemoryTransport from, bool reliable)
    {
        var delay = reliable ? Delay : Delay + (Jitter * _random.NextDouble());
        // The clock rings timers of one instant in no order; packets keep theirs.
        _underWay.Enqueue((packet, from.Protocol), (Time.GetUtcNow() + delay, ++_delivered));
        _timers.Add(Time.CreateTimer(_ => DeliverNext(), null, delay, Timeout.InfiniteTimeSpan));
    }

    private void DeliverNext()
    {
        Packet packet;
        SipProtocol protocol;
        lock (_gate) (packet, protocol) = _underWay.Dequeue();
        if (_transports.TryGetValue((protocol, packet.To), out var receiver)) receiver.Receive(packet.Bytes, packet.From);
    }

    private static string Summary(byte[] bytes)
    {
        var line = Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Max(0, bytes.AsSpan().IndexOf("\r\n"u8))));
        if (!line.StartsWith("SIP/", StringComparison.Ordinal)) return line.Split(' ')[0];
        var method = SipParser.Parse(bytes).Message?.Headers.Get(HeaderNames.CSeq)?.Split(' ')[^1];
        return $"{line.Split(' ')[1]} {method}";
    }
}

public sealed class MemoryTransport(MemoryNetwork network, IPEndPoint local, SipProtocol protocol) : ISipTransport
{
    private ITransportSink? _sink;
    private IPEndPoint? _outside;

    public SipProtocol Protocol => protocol;

    public IPEndPoint LocalEndPoint { get; } = local;

    /// <summary>What others see of it, behind a NAT.</summary>
    public IPEndPoint Outside => _outside ?? LocalEndPoint;

    /// <summary>Whether sending fails, as it does without a route.</summary>
    public bool IsBroken { get; set; }

    /// <summary>What becomes of a connection: one that a firewall swallows stays under way.</summary>
    public Task Connecting { get; set; } = Task.CompletedTask;

    public SipTarget Target => new(protocol, LocalEndPoint);

    /// <summary>Puts it behind a NAT, or has the NAT forget and take another hole: from now on it is seen, and reached, there alone.</summary>
    public void MoveTo(string outside)
    {
        var before = Outside;
        _outside = IPEndPoint.Parse(outside);
        network.Move(this, before, _outside);
    }

    public void Start(ITransportSink sink) => _sink = sink;

    public ValueTask Send(ReadOnlyMemory<byte> message, SipTarget target)
    {
        if (IsBroken) return ValueTask.FromException(new IOException("No route."));
        network.Carry(this, message.ToArray(), target.EndPoint);
        return ValueTask.CompletedTask;
    }

    public Task Connect(SipTarget target) => Connecting;

    public void Receive(byte[] bytes, IPEndPoint from) => _sink?.Received(this, bytes, new SipTarget(protocol, from, Local: LocalEndPoint));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
