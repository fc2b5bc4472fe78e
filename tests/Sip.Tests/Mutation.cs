using System.Globalization;
using System.Text;

namespace Orchestrator.Sip.Tests;

/// <summary>Torture messages with a few bytes changed. <c>SIP_FUZZ_SECONDS</c> says for how long, <c>SIP_FUZZ_SEED</c> repeats a run.</summary>
internal static class Mutation
{
    private static readonly string[] Snippets =
        ["\r\n", "\r\n ", "\n", ":", ";", ",", "\"", "\\", "<", ">", "@", "[", "]", "%", "=", " ", "SIP/2.0", "4294967296", "-1", "sip:", "Via: ", "\0"];

    public static TimeSpan Time { get; } =
        TimeSpan.FromSeconds(double.Parse(Environment.GetEnvironmentVariable("SIP_FUZZ_SECONDS") ?? "2", CultureInfo.InvariantCulture));

    public static int Seed { get; } =
        Environment.GetEnvironmentVariable("SIP_FUZZ_SEED") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : Environment.TickCount;

    public static byte[] Next(Random random) => Mutate(TortureMessage.All[random.Next(TortureMessage.All.Count)].Bytes, random);

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        var mutated = bytes.ToList();
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var at = random.Next(mutated.Count);
            switch (random.Next(5))
            {
                case 0:
                    mutated[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutated.RemoveRange(at, Math.Min(random.Next(1, 20), mutated.Count - at - (mutated.Count == at + 1 ? 1 : 0)));
                    break;
                case 2:
                    mutated.InsertRange(at, Encoding.UTF8.GetBytes(Snippets[random.Next(Snippets.Length)]));
                    break;
                case 3:
                    var from = random.Next(mutated.Count);
                    mutated.InsertRange(at, mutated.GetRange(from, Math.Min(random.Next(1, 40), mutated.Count - from)));
                    break;
                default:
                    mutated.InsertRange(at, Enumerable.Repeat(mutated[at], random.Next(1, 3000)));
                    break;
            }
            if (mutated.Count == 0) mutated.Add(0);
        }
        return [.. mutated];
    }
}
