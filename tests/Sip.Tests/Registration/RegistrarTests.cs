using Orchestrator.Sip.Authentication;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Registration;
using Orchestrator.Sip.Tests.Network;
using Orchestrator.Sip.Tests.UserAgents;
using Orchestrator.Sip.Transactions;
using Orchestrator.Sip.UserAgents;

namespace Orchestrator.Sip.Tests.Registration;

/// <summary>The flows of RFC 3665 section 2, and what RFC 3261 section 10.3 says besides.</summary>
public class RegistrarTests
{
    private readonly MemoryNetwork _network = new();
    private readonly Registrar _registrar;
    private readonly Phone _bob;
    private readonly NameAddress _user = NameAddress.Parse("<sip:bob@10.0.0.9>");

    public RegistrarTests()
    {
        _registrar = new Registrar(_network.Time);
        _ = new Phone(_network, "10.0.0.9:5060", handler: new Server(_registrar, new DigestVerifier("10.0.0.9", user => user == "bob" ? "zanzibar" : null, _network.Time)));
        _bob = new Phone(_network, "10.0.0.2:5060");
    }

    // 2.1
    [Fact]
    public async Task NewRegistration_IsChallenged_AndThenTaken()
    {
        var registration = new RegistrationClient(_bob.Agent, _user, new Credentials("bob", "zanzibar"));
        var outcome = await Run(registration.Register(TimeSpan.FromMinutes(30)));

        Assert.True(outcome.IsSuccess);
        Assert.Equal(TimeSpan.FromMinutes(30), registration.Expires);
        Assert.Equal(["REGISTER", "REGISTER"], _bob.Sent);
        var binding = Assert.Single(_registrar.Find(SipUri.Parse("sip:bob@10.0.0.9")));
        Assert.Equal("sip:bob@10.0.0.2:5060", binding.Uri.ToString());
        Assert.Equal(_bob.Transport.LocalEndPoint, binding.Flow.EndPoint);
    }

    // 2.2 and 2.4
    [Fact]
    public async Task Registration_IsRefreshedWithoutAChallenge_AndCancelled()
    {
        var registration = new RegistrationClient(_bob.Agent, _user, new Credentials("bob", "zanzibar"));
        await Run(registration.Register(TimeSpan.FromMinutes(30)));
        await Run(registration.Register(TimeSpan.FromMinutes(10)));
        Assert.Equal(3, _bob.Sent.Count);
        Assert.Single(_registrar.Find(_user.Uri));

        await Run(registration.Unregister());
        Assert.Empty(_registrar.Find(_user.Uri));
    }

    // 2.5
    [Fact]
    public async Task Registration_WithAWrongPassword_Fails()
    {
        var outcome = await Run(new RegistrationClient(_bob.Agent, _user, new Credentials("bob", "wrong")).Register(TimeSpan.FromHours(1)));

        Assert.Equal(401, outcome.Response?.Status);
        Assert.Empty(_registrar.Find(_user.Uri));
    }

    [Fact]
    public async Task Interval_TooBrief_IsAskedAgainWithTheRegistrars()
    {
        var registration = new RegistrationClient(_bob.Agent, _user, new Credentials("bob", "zanzibar"));

        Assert.True((await Run(registration.Register(TimeSpan.FromSeconds(10)))).IsSuccess);
        Assert.Equal(TimeSpan.FromSeconds(60), registration.Expires);
    }

    // Whoever refreshes sets a clock by it.
    [Theory]
    [InlineData(200, "Expires")]
    [InlineData(423, "Min-Expires")]
    public async Task Interval_BeyondAllMeasure_IsNotTaken(int status, string header)
    {
        var registrar = new Phone(_network, "10.0.0.8:5060", handler: new Extravagant(status, header));
        var registration = new RegistrationClient(_bob.Agent, _user, registrar: registrar.Uri);
        var outcome = await Run(registration.Register(TimeSpan.FromMinutes(30)));

        Assert.Equal(status, outcome.Response?.Status);
        Assert.Equal(status == 200 ? TimeSpan.FromMinutes(30) : null, registration.Expires);
        Assert.Single(_bob.Sent);
    }

    [Fact]
    public async Task Binding_ThatIsNotRefreshed_IsGone()
    {
        await Run(new RegistrationClient(_bob.Agent, _user, new Credentials("bob", "zanzibar")).Register(TimeSpan.FromMinutes(2)));
        _network.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Empty(_registrar.Find(_user.Uri));
    }

    [Theory]
    [InlineData("<sip:a@h1>;q=0.5, <sip:a@h2>;q=0.9", "", "200 sip:a@h2 sip:a@h1")]
    [InlineData("<sip:a@h1>;expires=0", "", "200")]
    [InlineData("*", "0", "200")]
    [InlineData("*", "", "400 sip:a@old")]
    [InlineData("*, <sip:a@h>", "0", "400 sip:a@old")]
    [InlineData("<sip:a@h1>, <sip:a@h2>;expires=5", "", "423 sip:a@old")]
    [InlineData("<sip:a@h1>;expires=nonsense", "", "200 sip:a@h1")]
    public void Register_ChangesAllBindingsOrNone(string contact, string expires, string result)
    {
        _registrar.Answer(Register("1", 1, "<sip:a@old>"), _bob.Transport.Target);
        var request = Register("2", 1, contact);
        if (expires.Length > 0) request.Headers.Add(HeaderNames.Expires, expires);
        var response = _registrar.Answer(request, _bob.Transport.Target);

        var left = _registrar.Find(SipUri.Parse("sip:a@example.com")).Select(binding => binding.Uri.ToString()).Where(uri => uri != "sip:a@old" || response.Status != 200);
        Assert.Equal(result, string.Join(' ', left.Prepend($"{response.Status}")));
    }

    [Fact]
    public void Register_OutOfOrder_ChangesNothing()
    {
        _registrar.Answer(Register("1", 5, "<sip:a@h>"), _bob.Transport.Target);

        Assert.Equal(500, _registrar.Answer(Register("1", 4, "<sip:a@h>;expires=0"), _bob.Transport.Target).Status);
        Assert.Single(_registrar.Find(SipUri.Parse("sip:a@example.com")));
    }

    [Fact]
    public void Register_OfADeviceThatComesBackFromElsewhere_TakesItsPlace()
    {
        _registrar.Answer(Register("1", 1, "<sip:a@old>;+sip.instance=\"<urn:uuid:1>\""), _bob.Transport.Target);
        _registrar.Answer(Register("2", 1, "<sip:a@new>;+sip.instance=\"<urn:uuid:1>\", <sip:a@other>;+sip.instance=\"<urn:uuid:2>\""), _bob.Transport.Target);

        Assert.Equal(["sip:a@new", "sip:a@other"], _registrar.Find(SipUri.Parse("sip:a@example.com")).Select(binding => binding.Uri.ToString()));
    }

    [Fact]
    public void Register_OfMoreDevicesThanAllowed_IsRefused()
    {
        var contacts = string.Join(", ", Enumerable.Range(0, 11).Select(i => $"<sip:a@h{i}>"));

        Assert.Equal(403, _registrar.Answer(Register("1", 1, contacts), _bob.Transport.Target).Status);
    }

    private async Task<RequestOutcome> Run(Task<RequestOutcome> task)
    {
        // A registration awaits its answers, so time has to pass until it is done.
        for (var i = 0; i < 2000 && !task.IsCompleted; i++)
        {
            _network.Run(TimeSpan.FromMilliseconds(5));
            await Task.Yield();
        }
        return await task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static SipRequest Register(string callId, uint number, string contact)
    {
        var request = new SipRequest(SipMethods.Register, SipUri.Parse("sip:example.com"));
        request.Headers.Add(HeaderNames.To, "<sip:a@example.com>");
        request.Headers.Add(HeaderNames.CallId, callId);
        request.Headers.Add(HeaderNames.CSeq, $"{number} REGISTER");
        request.Headers.Add(HeaderNames.Contact, contact);
        return request;
    }

    private sealed class Extravagant(int status, string header) : SipUserAgentHandler
    {
        public override void RequestReceived(ServerTransaction request)
        {
            var response = SipResponses.To(request.Request, status);
            response.Headers.Add(header, $"{uint.MaxValue}");
            request.Respond(response);
        }
    }

    private sealed class Server(Registrar registrar, DigestVerifier verifier) : SipUserAgentHandler
    {
        public override void RequestReceived(ServerTransaction request) => request.Respond(verifier.Verify(request.Request).Verdict switch
        {
            Verdict.Right => registrar.Answer(request.Request, request.Source),
            Verdict.Stale => verifier.Challenge(request.Request, stale: true),
            _ => verifier.Challenge(request.Request),
        });
    }
}
