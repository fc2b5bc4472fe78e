using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using Orchestrator.Grains.Scripts;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Grains.Tests.Scripts;

/// <summary>
/// Generated scripts, and damaged ones of the corpus, through parser, validator and machine: whatever a text holds, the outcome is a value and
/// never an exception. FUZZ_SECONDS says how long; FUZZ_SEED repeats a finding.
/// </summary>
public sealed class ScriptFuzzTests
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable("FUZZ_SECONDS") ?? "5"));

    private static readonly string[] Fragments =
        ["{", "}", "[", "]", ":", ",", "\"", "\\", "\\ud800", "${", "%{", "}", "'", "`", "\n", "- ", "? ", "&a", "*a", "!!int ", "null", "1e999", "\0", "é", "😀", "(", "=>", "~1"];

    private static readonly string[] Values =
        ["null", "true", "0", "-1", "1e9", "\"\"", "\"${n}\"", "\"${x => x}\"", "\"${a.b.c[9]}\"", "\"${'x'.repeat(70000)}\"", "\"${(f=>f(f))(f=>f(f))}\"", "[]", "{}",
         "[\"hangup\"]", "\"main\"", "\"say:x\"", "\"https://x.example\"", "\"+15551230001\"", "{\"dest\":\"main\"}", "\"{\\\"sections\\\":{}}\"", "\"__proto__\"", "9007199254740993"];

    [Fact]
    public async Task Scripts_GeneratedAndDamaged_NeverThrow()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_SEED"), out var given) ? given : Environment.TickCount;
        var ran = 0;
        // A stack as large as where expressions are evaluated.
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                ran = Fuzz(seed, given != 0);
                done.SetResult();
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        }, 16 * 1024 * 1024).Start();
        await done.Task;

        Assert.True(ran > 0, "not one of the texts was a script that runs");
    }

    /// <returns>How many were valid and ran.</returns>
    private static int Fuzz(int seed, bool isOnce)
    {
        var corpus = ScriptCorpus.All.Select(ScriptCorpus.Text).Select(Json).OfType<string>().ToArray();
        var (ran, watch) = (0, Stopwatch.StartNew());
        for (; watch.Elapsed < Time || ran == 0; seed++)
        {
            var random = new Random(seed);
            var text = random.Next(3) == 0
                ? ScriptArbitraries.Document.Sample(1, 8).First()
                : corpus[random.Next(corpus.Length)];
            for (var times = random.Next(4); times > 0; times--) text = random.Next(4) == 0 ? Cut(text, random) : Graft(text, random);

            try
            {
                if (Run(text)) ran++;
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"FUZZ_SEED={seed}: {text}", failure);
            }

            if (isOnce) return 1;
        }

        return ran;
    }

    /// <summary>Through everything that a text meets on its way; true if it was valid.</summary>
    private static bool Run(string text)
    {
        // A text comes in as bytes: there is no half of a character in it.
        var utf8 = Encoding.UTF8.GetBytes(text);
        text = Encoding.UTF8.GetString(utf8);
        _ = SwmlValidator.Read(utf8, "application/yaml");
        var errors = SwmlValidator.Read(utf8, null).Errors;
        // A script may well ask for more than any caller has patience for.
        string[] world = ["ends 500", "state created", "digits 12", "request 200 {\"a\":1}", "fetch {\"sections\":{\"main\":[\"answer\"]}}"];
        var over = new ScriptHost(new ScriptWorld(world)).Run(ScriptSource.Inline(text));

        Assert.True(errors.IsEmpty || over.Outcome is ScriptBroken, "an invalid document ran");
        return errors.IsEmpty;
    }

    private static string Cut(string text, Random random)
    {
        var place = random.Next(text.Length + 1);
        var length = Math.Min(random.Next(6), text.Length - place);
        return text[..place] + Fragments[random.Next(Fragments.Length)] + text[(place + length)..];
    }

    /// <summary>Puts another value in the place of one, or takes it out.</summary>
    private static string Graft(string text, Random random)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(text);
            var places = Places(root).ToArray();
            if (places.Length == 0) return text;
            var (parent, name, index) = places[random.Next(places.Length)];
            var value = random.Next(5) switch
            {
                0 => places[random.Next(places.Length)] is var (other, otherName, otherIndex) ? (otherName is null ? other[otherIndex] : other[otherName])?.DeepClone() : null,
                _ => JsonNode.Parse(Values[random.Next(Values.Length)]),
            };
            if (name is not null && random.Next(6) == 0) ((JsonObject)parent).Remove(name);
            else if (name is not null) parent[name] = value;
            else parent[index] = value;
            return root!.ToJsonString();
        }
        catch (Exception broken) when (broken is System.Text.Json.JsonException or ArgumentException or InvalidOperationException)
        {
            return text;
        }
    }

    private static IEnumerable<(JsonNode Parent, string? Name, int Index)> Places(JsonNode? node) => node switch
    {
        JsonObject branch => branch.SelectMany(member => Places(member.Value).Prepend((branch, member.Key, 0))),
        JsonArray list => list.SelectMany((item, index) => Places(item).Prepend((list, null, index))),
        _ => [],
    };

    private static string? Json(string text) =>
        SwmlParser.Parse(Encoding.UTF8.GetBytes(text), null).Node is { } node ? SwmlJson.Write(node) : null;
}
