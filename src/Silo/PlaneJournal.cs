using System.Globalization;
using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Silo;

/// <summary>
/// A plane's journal in a file, for whoever checks afterwards what the wire saw: instant, what, name, leg and peer, a line
/// each, tabs between. Every line is with the operating system before the plane goes on: a killed process loses none.
/// </summary>
internal sealed class PlaneJournal : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter _file;

    public PlaneJournal(string file, string nodeId)
    {
        _file = new StreamWriter(file, append: true) { AutoFlush = true };
        _file.WriteLine($"-\tbegun\t{nodeId}\t-\t-");
    }

    public void Write(PlaneRecord record)
    {
        var (what, name, leg, peer) = record switch
        {
            CommandReceived e => ("told", e.Command.GetType().Name, e.Command.LegId, PeerOf(e.Command)),
            CommandRefused e => ("refused", e.Command.GetType().Name, e.Command.LegId, PeerOf(e.Command)),
            EventHappened e => ("happened", e.Event.GetType().Name, e.Event.LegId, null),
            _ => default,
        };
        if (what is null)
            return;
        lock (_gate)
            _file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{record.At:O}\t{what}\t{name}\t{leg}\t{peer ?? "-"}"));
    }

    public void Dispose() => _file.Dispose();

    private static string? PeerOf(PlaneCommand command) => command switch
    {
        Bridge e => e.PeerLegId,
        BridgeAcross e => e.PeerLegId,
        Unbridge e => e.PeerLegId,
        _ => null,
    };
}
