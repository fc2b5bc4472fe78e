using System.Net.Sockets;
using Orchestrator.Cluster.Tests.Support;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Cluster.Tests;

/// <summary>A request may go to any gateway.</summary>
[Collection(LocalCluster.Collection)]
public sealed class ManyDoorsTests(LocalCluster cluster)
{
    private const string RingsForEver = """{ "to": "sip:desk@sim;ring=10;answer=off" }""";

    [Fact]
    public async Task Connect_StartedAtAnyDoor_IsSeenAtEveryOther()
    {
        await cluster.MakeWhole();
        Api[] doors = [cluster.Front, .. cluster.Gateways];

        foreach (var door in doors)
        {
            var id = await door.Started("""{ "to": "sip:desk@sim;ring=10;answer=50;talk=200" }""");
            foreach (var other in doors)
            {
                var view = await other.UntilComplete(id);
                Assert.Equal("callee", view["ended_by"]!.GetValue<string>());
                Assert.Equal("hangup", view["legs"]![0]!["end_reason"]!.GetValue<string>());
            }
        }
    }

    [Fact]
    public async Task Connect_CancelledAtAnotherDoor_EndsAndTellsItsStream()
    {
        await cluster.MakeWhole();
        var id = await cluster.Gateways[0].Started(RingsForEver);
        using var stream = await EventStream.Open(cluster.Gateways[1], id);
        await stream.Read(one => one.Data.Contains("call.ringing", StringComparison.Ordinal));

        Assert.Equal(202, (await cluster.Front.Delete($"/api/v1/connects/{id}")).Status);

        var last = (await stream.Read())[^1];
        Assert.Equal("end", last.Name);
        Assert.Contains("\"failed_reason\":\"cancel\"", last.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_UsedAtTwoDoors_StartsOneConnect()
    {
        await cluster.MakeWhole();
        var key = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(cluster.Gateways.Select(gateway => gateway.Start(RingsForEver, key: key)));

        Assert.All(answers, answer => Assert.Equal(202, answer.Status));
        Assert.Single(answers.Select(answer => answer.Json["id"]!.GetValue<string>()).Distinct());
        Assert.Single(answers, answer => answer.Header("Idempotency-Replayed") == "true");
        await cluster.Front.Delete(answers[0].Header("Location")!);
    }

    // Clients open connections ahead of need: a word on one of them would be taken for the answer to what is asked on it next.
    [Fact]
    public async Task Connection_OnWhichNothingIsAsked_IsClosedWithoutAWord()
    {
        await cluster.MakeWhole();
        var front = cluster.Front.Http.BaseAddress!;
        using var silent = new TcpClient();
        await silent.ConnectAsync(front.Host, front.Port);

        var said = await silent.GetStream().ReadAsync(new byte[1000]).AsTask().WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(0, said);
    }
}
