using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Grains.Scripts;
using Orchestrator.Swml.Expressions;

namespace Orchestrator.Grains.Tests.Scripts;

/// <summary>
/// What a script meets outside, from the lines of a <c>.world</c> file: each kind of wish takes the next line of its kind, and a friendly
/// answer when there is none. An id that is asked for again gets the answer that it got.
/// </summary>
internal sealed class ScriptWorld(IEnumerable<string> lines)
{
    private readonly ILookup<string, string> _lines = lines
        .Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries))
        .Where(parts => parts[0].Length > 0 && parts[0] != "#")
        .ToLookup(parts => parts[0], parts => parts.Length > 1 ? parts[1] : "");

    private readonly Dictionary<string, int> _taken = [];
    private readonly Dictionary<long, IReadOnlyList<ScriptEvent>> _answered = [];
    private long _digits;

    public ScriptKind Kind => _lines.Contains("confirm") ? ScriptKind.Confirm : ScriptKind.Call;

    public string CallState => Once("state") ?? "answered";

    public string? StartUrl => Once("start");

    public string? Params => Once("params");

    public string Envs => Once("envs") ?? "{}";

    /// <summary>The call ends instead of the answer to this many wishes.</summary>
    public int EndsAfter => Once("ends") is { } count ? int.Parse(count) : int.MaxValue;

    public IReadOnlyList<ScriptEvent> Answer(ScriptEffect wish, VariableScopes scopes, DateTimeOffset at)
    {
        if (wish is StopPlay or Forget or HangUpCall or ReportOver or Rest) return [];
        if (!_answered.TryGetValue(wish.Id, out var events)) _answered.Add(wish.Id, events = Fresh(wish, scopes, at));
        return events;
    }

    private IReadOnlyList<ScriptEvent> Fresh(ScriptEffect wish, VariableScopes scopes, DateTimeOffset at) => wish switch
    {
        Evaluate e => [new Evaluated(at, e.Id, [.. e.Expressions.Select(source => ExpressionEngine.Evaluate(source, scopes))])],
        GoOn e => [new Proceeded(at, e.Id)],
        AnswerCall e => Next("answer") == "fail" ? [new AnswerFailed(at, e.Id)] : [new CallAnswered(at)],
        StartPlay e => [new PlayEnded(at, e.Id, Next("play") != "fail")],
        CollectDigits e => Next("digits") is { } digits
            ? digits == "fail" ? [new PlayEnded(at, e.Id, false)] : [.. digits.Select(digit => new DigitCame(at, ++_digits, digit))]
            : [new PlayEnded(at, e.Id, true)],
        ReferCall e => [new ReferEnded(at, e.Id, 202, Next("refer") == "fail" ? 486 : 200)],
        SendDigits e => [new DigitsSent(at, e.Id, Next("send") != "fail")],
        FetchDocument e => Next("fetch") is { } text && text != "fail" ? [new DocumentFetched(at, e.Id, text, null)] : [new FetchFailed(at, e.Id, "status 500")],
        SendRequest e => [Response(e.Id, Next("request") ?? "200 {}", at)],
        Orchestrator.Grains.Scripts.StartConnect e => [new ConnectEnded(at, e.Id, Next("connect") switch
        {
            null or "ok" => null,
            "busy" => FailedReason.Busy,
            "no_answer" => FailedReason.NoAnswer,
            "declined" => FailedReason.Declined,
            _ => FailedReason.Error,
        })],
        JoinQueue e => [new QueueEntered(at, e.Id, 1, 1), new QueueLeft(at.AddSeconds(7), e.Id, Next("queue") ?? "connected", TimeSpan.FromSeconds(7))],
        _ => [],
    };

    private static ScriptAnswer Response(long id, string line, DateTimeOffset at)
    {
        if (line == "fail") return new RequestFailed(at, id, "connection refused");
        var parts = line.Split(' ', 2);
        return new RequestDone(at, id, int.Parse(parts[0]), [KeyValuePair.Create("Content-Type", "application/json"), KeyValuePair.Create("X-Id", "7")], parts.Length > 1 ? parts[1] : "");
    }

    private string? Next(string kind)
    {
        var index = _taken.GetValueOrDefault(kind);
        _taken[kind] = index + 1;
        return _lines[kind].ElementAtOrDefault(index);
    }

    private string? Once(string kind) => _lines[kind].FirstOrDefault();
}
