namespace Orchestrator.Load;

/// <summary>What is posted again and again, and how many legs it dials. The first leg answers and hangs up by itself.</summary>
/// <param name="Script">The document behind the address that is called; null: a connect is posted.</param>
internal sealed record Scenario(string Name, int Legs, string Body, string? Script = null)
{
    public const string Address = "/public/bench";

    private const string Caller = """{"from":"+15550100001","to":"+15550109000"}""";
    private const string Winner = """{"to":"sip:a@sim;ring=100;answer=300;talk=500"}""";

    /// <summary>Two at once; the second would answer after 2 s and is cancelled long before.</summary>
    public static Scenario ParallelTwo { get; } = new(
        "parallel2", 2, $$$"""{"call":{{{Caller}}},"connect":{"parallel":[{{{Winner}}},{"to":"sip:b@sim;answer=2000"}]}}""");

    public static Scenario One { get; } = new("one", 1, $$$"""{"call":{{{Caller}}},"connect":{"serial":[{{{Winner}}}]}}""");

    /// <summary>As <see cref="One"/>, by a caller whom a script serves: <c>set</c>, <c>cond</c> with an expression, <c>connect</c>.</summary>
    public static Scenario Scripted { get; } = new(
        "script", 1, $$"""{"from":"+15550100001","to":"{{Address}}"}""", $$$"""
        {"swml":{"sections":{"main":[{"set":{"tier":"gold"}},
          {"cond":[{"when":"vars.tier == 'gold'","then":[{"connect":{"serial":[{{{Winner}}} ] } } ] }, { "else": [ "hangup" ] } ] } ] } } }
        """);

    public static Scenario? Named(string name) => new[] { ParallelTwo, One, Scripted }.FirstOrDefault(scenario => scenario.Name == name);
}
