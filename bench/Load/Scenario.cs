namespace Orchestrator.Load;

/// <summary>What is posted again and again, and how many legs it dials. The first leg answers and hangs up by itself.</summary>
internal sealed record Scenario(string Name, int Legs, string Body)
{
    private const string Caller = """{"from":"+15550100001","to":"+15550109000"}""";
    private const string Winner = """{"to":"sip:a@sim;ring=100;answer=300;talk=500"}""";

    /// <summary>Two at once; the second would answer after 2 s and is cancelled long before.</summary>
    public static Scenario ParallelTwo { get; } = new(
        "parallel2", 2, $$$"""{"call":{{{Caller}}},"connect":{"parallel":[{{{Winner}}},{"to":"sip:b@sim;answer=2000"}]}}""");

    public static Scenario One { get; } = new("one", 1, $$$"""{"call":{{{Caller}}},"connect":{"serial":[{{{Winner}}}]}}""");

    public static Scenario? Named(string name) => new[] { ParallelTwo, One }.FirstOrDefault(scenario => scenario.Name == name);
}
