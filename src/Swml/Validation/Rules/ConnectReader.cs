using System.Collections.Immutable;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>Reads a <c>connect</c> object: its one strategy, the destinations, and the properties of both levels.</summary>
internal sealed class ConnectReader(StepRules steps)
{
    public const string OneStrategy = "exactly one of to, serial, parallel and serial_parallel";

    private static readonly string[] Strategies = ["to", "serial", "parallel", "serial_parallel"];

    private readonly ErrorCollector _errors = steps.Errors;
    private readonly PropertyReader _properties = new(steps);

    public ConnectDraft Read(SwmlNode node)
    {
        if (node is not ObjectNode connect)
        {
            _errors.Invalid(node, "an object with " + OneStrategy);
            return ConnectDraft.Empty;
        }

        // 1. The strategy: exactly one.
        var strategies = connect.Members.Where(member => Strategies.Contains(member.Name)).ToImmutableArray();
        CheckStrategies(connect, strategies);

        // 2. The top level. What belongs to a destination may stand here only if there is one destination and no object for it.
        var lists = strategies.Where(member => member.Name != "to").Select(member => member.Name).ToArray();
        var isSingle = lists.Length == 0 || lists.Length < strategies.Length;
        var top = _properties.Read(connect, isSingle ? PropertyLevel.Both : PropertyLevel.Top, Strategies, lists.FirstOrDefault("to"));

        // 3. The destinations of every strategy written, so that each error is found; the first one is the draft's.
        var groups = strategies.Select(Groups).ToArray();
        var draft = new ConnectDraft(top, groups.FirstOrDefault([]));

        // 4. What depends on the kind of a destination.
        CheckLegs(connect, draft);
        return draft;
    }

    private void CheckStrategies(ObjectNode connect, ImmutableArray<SwmlMember> strategies)
    {
        if (strategies.IsEmpty) _errors.Add(ErrorCodes.MethodParameterMissing, connect, "no destination", OneStrategy);
        foreach (var extra in strategies.Skip(1))
            _errors.Add(ErrorCodes.MethodParameterConflict, extra, $"{extra.Name} beside {strategies[0].Name}", OneStrategy);
    }

    private ImmutableArray<ImmutableArray<DestinationDraft>> Groups(SwmlMember strategy)
    {
        var node = strategy.Value;
        ImmutableArray<ImmutableArray<DestinationDraft>> groups = strategy.Name switch
        {
            "to" => [[new DestinationDraft(node, ValueReader.Read(steps, node, DestinationRules.Read), PropertySet.Empty)]],
            "serial" => [.. Items(node, "destinations").Select(item => Destination(item).ToImmutableArray())],
            "parallel" => [Group(node)],
            _ => [.. Items(node, "groups").Select(Group)],
        };
        CheckFanOut(node, groups.Sum(group => group.Length), "in all", steps.Limits.MaxLegsPerPlan);
        return groups;
    }

    private ImmutableArray<DestinationDraft> Group(SwmlNode node)
    {
        var items = Items(node, "destinations");
        CheckFanOut(node, items.Length, "at once", steps.Limits.MaxLegsPerGroup);
        return [.. items.SelectMany(Destination)];
    }

    private void CheckFanOut(SwmlNode node, int count, string how, int most)
    {
        if (count > most)
            _errors.Add(ErrorCodes.MethodParameterInvalidValue, node, $"{count} destinations {how}", $"at most {most}");
    }

    private ImmutableArray<SwmlNode> Items(SwmlNode node, string what)
    {
        if (node is ListNode { Items: { IsEmpty: false } items }) return items;
        _errors.Invalid(node, $"a list of {what}, at least one");
        return [];
    }

    private IEnumerable<DestinationDraft> Destination(SwmlNode node)
    {
        if (node is not ObjectNode destination)
        {
            _errors.Invalid(node, "a destination: an object with to");
            return [];
        }

        if (destination["to"] is null) _errors.Missing(destination, "to");
        var address = destination["to"] is { } to ? ValueReader.Read(steps, to, DestinationRules.Read) : null;
        return [new DestinationDraft(destination, address, _properties.Read(destination, PropertyLevel.Destination, ["to"], "to"))];
    }

    private void CheckLegs(ObjectNode connect, ConnectDraft draft)
    {
        var legs = draft.Legs().SelectMany(group => group).ToArray();
        foreach (var leg in legs.Where(leg => leg.Written.To is SipDestination))
        {
            // Without an object of its own, the destination's properties stand on the connect.
            var owner = leg.Written.Node as ObjectNode ?? connect;
            var (username, password) = (leg.Properties.Find("username"), leg.Properties.Find("password"));
            if (username is null && password is not null) _errors.Missing(owner, "username");
            if (password is null && username is not null) _errors.Missing(owner, "password");
        }

        if (draft.Top.Find("transfer_after_bridge") is null && legs.Any(leg => leg.Written.To is QueueDestination))
            _errors.Add(ErrorCodes.MethodParameterMissing, connect, "a queue, and no transfer_after_bridge", "the property transfer_after_bridge");
    }
}
