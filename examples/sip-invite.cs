#:project ../src/Sip/Sip.csproj
#:property PublishAot=false

// Calls a SIP phone with the library alone, hangs up after three seconds: dotnet run examples/sip-invite.cs -- sip:bob@192.0.2.1
using System.Net;
using System.Text;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.UserAgents;

var offer = Encoding.ASCII.GetBytes("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0\r\n");

await using var agent = SipUserAgent.Listen(new IPEndPoint(IPAddress.Any, 0));
var call = agent.Invite(new InviteOptions { Uri = SipUri.Parse(args[0]), From = NameAddress.Parse("Example <sip:example@localhost>"), Offer = offer });
try
{
    var session = await call.Answered;
    Console.WriteLine($"{session.Remote.Uri} has answered.");
    await Task.Delay(TimeSpan.FromSeconds(3));
    session.HangUp();
    Console.WriteLine($"Ended by {(await session.Over).By}.");
}
catch (CallFailedException e)
{
    Console.WriteLine(e.Message);
}
