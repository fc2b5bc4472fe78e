using System.Globalization;

namespace Orchestrator.Chaos;

/// <summary>A connect as a client asks for it.</summary>
/// <param name="CancelAfter">When the client cancels it, counted from the 202; null: never.</param>
/// <param name="Webhooks">Whether it asks for every webhook there is, or for none.</param>
internal sealed record Scenario(string Name, string Caller, string Connect, TimeSpan? CancelAfter = null, bool Webhooks = true)
{
    /// <param name="receiver">Where this connect's webhooks go.</param>
    public string Body(string receiver)
    {
        var webhooks = Webhooks
            ? $"\"status_url\":\"{receiver}/connect\",\"call_state_url\":\"{receiver}/call\",\"call_state_events\":[\"created\",\"ringing\",\"answered\",\"ended\"],"
            : "";
        return $$"""{"call":{{{Caller}}},"connect":{ {{webhooks}}{{Connect}} } }""";
    }
}

/// <summary>Random plans: all four strategies, and every way in which a connect can end. The same seed gives the same ones.</summary>
internal sealed class Scenarios(int seed)
{
    private readonly Random _random = new(seed);

    public Scenario Next() => _random.Next(100) switch
    {
        < 16 => Make("one", $"{Talk(Leg("answer", 50, 1500), 200, 6000)}"),
        < 22 => Make("busy", $"\"to\":\"sip:b@sim;status={Pick(486, 600, 603, 480)};after={In(20, 800)}\""),
        < 32 => Make("no answer", $"\"timeout\":{In(1, 6)},\"to\":\"sip:n@sim;ring=20;answer=off{Pick("", ";cancel=answer")}\""),
        < 38 => Make("long ring", $"\"timeout\":{In(8, 25)},\"to\":\"sip:l@sim;ring=20;answer=off\""),
        < 52 => Make("max_duration", $"\"max_duration\":{In(1, 12)},{To("answer=" + In(50, 800))}"),
        < 66 => Race(),
        < 74 => Make("serial", $"\"serial\":[{Bad()},{Bad()},{One(Leg("answer", 50, 900), 200, 3000)}]"),
        < 82 => Make("serial_parallel", $"\"serial_parallel\":[[{Bad()},{Bad()}],[{One(Leg("answer", 300, 300), 500, 4000)},{One(Leg("answer", 300, 900), 500, 4000)}]]"),
        < 91 => Make("caller hangs up", To($"answer={In(300, 3000)}"), hangUpAfter: In(100, 5000)),
        _ => Make("cancelled by the API", To($"answer={In(200, 3000)}")) with { CancelAfter = TimeSpan.FromMilliseconds(In(0, 4000)) },
    };

    /// <summary>
    /// Calls that wait for a deadline: half of them ring until their timeout, half are connected until max_duration. Without webhooks:
    /// eight processes share this machine, and deadlines are what is measured.
    /// </summary>
    public Scenario NextWithDeadline() => (_random.Next(2) == 0
        ? Make("no answer", $"\"timeout\":{In(4, 12)},\"to\":\"sip:n@sim;ring=20;answer=off\"")
        : Make("max_duration", $"\"max_duration\":{In(4, 12)},\"to\":\"sip:m@sim;ring=20;answer=100\"")) with
    { Webhooks = false };

    /// <summary>Two to five phones, of which several answer in the same millisecond; what loses answers, or ignores its CANCEL.</summary>
    private Scenario Race()
    {
        var answer = In(100, 900);
        var legs = Enumerable.Range(0, In(2, 5)).Select(number =>
            $$"""{"to":"sip:r{{number}}@sim;answer={{answer + (_random.Next(3) == 0 ? In(0, 40) : 0)}};cancel={{Pick("ok", "answer")}};talk={{In(300, 5000)}}"}""");
        return Make("race", $"\"parallel\":[{string.Join(',', legs)}]");
    }

    private Scenario Make(string name, string connect, int? hangUpAfter = null)
    {
        var caller = $"\"from\":\"+15550100001\",\"to\":\"+15550100002\",\"answered\":{Pick("true", "false")}";
        if (hangUpAfter is { } after)
            caller += $",\"hangup_after\":{after}";
        return new Scenario(name, caller, $"{(_random.Next(3) == 0 ? "\"answer_on_bridge\":true," : "")}{connect}");
    }

    private string Talk(string address, int from, int to) => $"\"to\":\"{address};talk={In(from, to)}\"";

    private static string To(string parameters) => $"\"to\":\"sip:t@sim;{parameters};talk=20000\"";

    private string One(string address, int from, int to) => $"{{{Talk(address, from, to)}}}";

    private string Bad() => _random.Next(2) == 0
        ? $"{{\"to\":\"sip:b@sim;status={Pick(486, 603)};after={In(20, 500)}\"}}"
        : $"{{\"to\":\"sip:n@sim;answer=off\",\"timeout\":{In(1, 3)}}}";

    private string Leg(string what, int from, int to) => string.Create(CultureInfo.InvariantCulture, $"sip:a@sim;{what}={In(from, to)}");

    private int In(int from, int to) => _random.Next(from, to + 1);

    private T Pick<T>(params ReadOnlySpan<T> choices) => choices[_random.Next(choices.Length)];
}
