using System.Diagnostics.Metrics;
using Orchestrator.Grains.Tests.Engine.Support;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>How many connects are active is asked of every silo, and summed: what moves away must leave the count with it.</summary>
[Collection(EngineCollection.Name)]
public sealed class ActiveConnectsTests(EngineHost host)
{
    [Fact]
    public async Task Connect_ThatMovesToAnotherOwner_IsCountedOnceAndWhereItLives()
    {
        var active = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == "orchestrator.connect.active" && instrument.Meter.Scope == host.Meters)
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, change, _, _) => Interlocked.Add(ref active, change));
        listener.Start();

        var run = new Scenario(host, "{'to':'sip:b@sim;answer=500','max_duration':600}", true);
        await run.Start();
        await run.At(1000);
        Assert.Equal(1, Interlocked.Read(ref active));

        host.Traffic.Deactivate(run.Session);
        await host.Traffic.Gone(run.Session);
        Assert.Equal(0, Interlocked.Read(ref active));

        await run.Start();
        Assert.Equal(1, Interlocked.Read(ref active));

        await run.ToEnd();
        Assert.Equal(0, Interlocked.Read(ref active));
    }
}
