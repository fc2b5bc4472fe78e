using System.Diagnostics;
using Orchestrator.Sip.Messages;

namespace Orchestrator.Sip.Tests.Messages;

/// <summary>Mutations of the torture messages: whatever comes is parsed or refused, never thrown at.</summary>
public class FuzzTests
{
    [Fact]
    public void Parser_GivenMutatedMessages_NeverThrows()
    {
        var seed = Mutation.Seed;
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        var (runs, parsed) = (0, 0);
        while (watch.Elapsed < Mutation.Time)
        {
            for (var i = 0; i < 100; i++, runs++)
            {
                var bytes = Mutation.Next(random);
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
}
