using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Controls;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Tests.Engine.Support;

/// <summary>A call that is up, and what a client of the API has done on it.</summary>
internal sealed class ControlScenario(EngineHost host, string from = "sip:alice@sim", string main = "{'answer':{}},{'sleep':600000}")
{
    public ScriptScenario Script { get; } = new(host, main, from);

    public IReadOnlyList<string> Letters => Script.Letters;

    public string CallId => Script.CallId;

    public async Task<ControlScenario> Up(int hangUpAfter)
    {
        await Script.Begin();
        await Script.Call(hangUpAfter);
        await host.Quiet("the call is up");
        return this;
    }

    public Task<ControlOutcome> Play(string name, string playable = "silence:5", double volume = 0) => Order(name, order => order with
    {
        Digest = playable,
        Play = new PlayOrder([playable], Repeat: false, volume),
    });

    public Task<ControlOutcome> Collect(string name, int max = 4, string terminators = "#", bool startTimers = true) => Order(name, order => order with
    {
        Collect = new CollectOrder(max, terminators, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(8), startTimers),
    });

    /// <summary>A client that gets no answer asks again.</summary>
    public async Task<ControlOutcome> Persist(Func<Task<ControlOutcome>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception failure) when (failure is IOException or Orleans.Runtime.OrleansException)
        {
            await host.Quiet("before the client asks again");
            return await ask();
        }
    }

    public async Task<ControlOutcome> Do(string name, Func<IControlGrain, string, Task<ControlOutcome>> what)
    {
        var outcome = await what(host.Grains.GetGrain<IControlGrain>(CallIds.Control(CallId, name)), Story.Project);
        await host.Quiet("after an order of the API");
        return outcome;
    }

    private async Task<ControlOutcome> Order(string name, Func<ControlOrder, ControlOrder> what)
    {
        var order = new ControlOrder
        {
            ProjectId = Story.Project,
            ControlId = name,
            Digest = name,
            StatusUrl = new CallbackUrl($"{host.Postbox.Url}{Script.BoxPath}"),
        };
        var outcome = await Script.Caller.Control(what(order));
        await host.Quiet("after an order of the API");
        return outcome;
    }
}
