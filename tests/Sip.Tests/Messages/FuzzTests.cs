using System.Diagnostics;
using System.Globalization;
using Orchestrator.Sip.Messages;

namespace Orchestrator.Sip.Tests.Messages;

/// <summary>Mutations of the torture messages: whatever comes is parsed or refused, never thrown at.</summary>
public class FuzzTests
{
    private static readonly string[] Snippets =
        ["\r\n", "\r\n ", "\n", ":", ";", ",", "\"", "\\", "<", ">", "@", "[", "]", "%", "=", " ", "SIP/2.0", "4294967296", "-1", "sip:", "Via: ", "\0"];

    /// <summary>Seconds come from <c>SIP_FUZZ_SECONDS</c>; without it a short run.</summary>
    [Fact]
    public void Parser_GivenMutatedMessages_NeverThrows()
    {
        var seconds = double.Parse(Environment.GetEnvironmentVariable("SIP_FUZZ_SECONDS") ?? "2", CultureInfo.InvariantCulture);
        var seed = Environment.GetEnvironmentVariable("SIP_FUZZ_SEED") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : Environment.TickCount;
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        var (runs, parsed) = (0, 0);
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            for (var i = 0; i < 100; i++, runs++)
            {
                var bytes = Mutate(TortureMessage.All[random.Next(TortureMessage.All.Count)].Bytes, random);
                try
                {
                    var (message, fault) = SipParser.Parse(bytes);
                    if (message is null || fault is not null) continue;
                    parsed++;
                    ReadAll(message);
                    Assert.NotNull(SipParser.Parse(SipWriter.ToBytes(message)).Message);
                }
                catch (Exception e) when (e is not Xunit.Sdk.XunitException)
                {
                    Assert.Fail($"seed {seed}, run {runs}: {e}\n{Convert.ToBase64String(bytes)}");
                }
            }
        }
        Assert.True(parsed > 0, $"seed {seed}: none of {runs} mutations was parsed.");
    }

    private static void ReadAll(SipMessage message)
    {
        _ = (message.TopVia, message.From, message.To, message.CSeq, message.Contacts.Count, message.RAck, message.RSeq, message.Expires);
        _ = (message.SessionExpires, message.MinSe, message.Reasons.Count(), message.ContentType, message.Supports("100rel"), message.BodyText);
        foreach (var name in new[] { HeaderNames.Authorization, HeaderNames.WwwAuthenticate })
            _ = Sip.Messages.Values.AuthValue.TryParse(message.Headers.Get(name), out _);
    }

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
                    mutated.InsertRange(at, System.Text.Encoding.UTF8.GetBytes(Snippets[random.Next(Snippets.Length)]));
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
