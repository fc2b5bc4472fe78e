using System.Diagnostics;
using Orchestrator.Sip.Tests.Peers;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>Somebody who calls in, played by sipp. It ends well only if all came just so.</summary>
internal sealed class Caller : IDisposable
{
    private const string Sdp = "v=0\no=- 5 1 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 4200 RTP/AVP 0\na=rtpmap:0 PCMU/8000\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("caller");
    private readonly Task _run;

    private Caller(int service, string called, string steps)
    {
        var file = Path.Combine(_folder.FullName, "scenario.xml");
        File.WriteAllText(file, $"<?xml version=\"1.0\"?>\n<scenario name=\"caller\">\n{Invite}{steps}</scenario>\n");
        _run = Sipp.Run("-sf", file, "-s", called, "-p", $"{Sipp.FreePort()}", "-m", "1", "-timeout_error", $"127.0.0.1:{service}");
    }

    /// <summary>Hears it ring, is answered, and is hung up by the other side.</summary>
    public static Caller IsHungUp(int service, string called) => new(
        service, called,
        Progress + "<recv response=\"200\" rrs=\"true\"/>\n" + Send($"ACK [next_url] SIP/2.0\n{Via}{From}To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]\nCall-ID: [call_id]\nCSeq: 1 ACK\n{End}")
        + "<recv request=\"BYE\"/>\n" + Send($"SIP/2.0 200 OK\n[last_Via:]\n[last_From:]\n[last_To:]\n[last_Call-ID:]\n[last_CSeq:]\n{End}"));

    /// <summary>Hears it ring, and hangs up.</summary>
    public static Caller GivesUp(int service, string called) => new(
        service, called,
        Progress + "<pause milliseconds=\"300\"/>\n"
        + Send($"CANCEL sip:[service]@[remote_ip]:[remote_port] SIP/2.0\n[last_Via:]\n{From}{To}Call-ID: [call_id]\nCSeq: 1 CANCEL\nMax-Forwards: 70\n{End}")
        + "<recv response=\"200\"/>\n<recv response=\"487\"/>\n"
        + Send($"ACK sip:[service]@[remote_ip]:[remote_port] SIP/2.0\n[last_Via:]\n{From}[last_To:]\nCall-ID: [call_id]\nCSeq: 1 ACK\nMax-Forwards: 70\n{End}"));

    /// <summary>Has played all its steps, and everything that came was awaited.</summary>
    public Task Done() => _run;

    public void Dispose()
    {
        Debug.Assert(_run.IsCompleted);
        _folder.Delete(recursive: true);
    }

    private const string Via = "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]\n";
    private const string From = "From: alice <sip:alice@[local_ip]:[local_port]>;tag=[pid]c[call_number]\n";
    private const string To = "To: <sip:[service]@[remote_ip]:[remote_port]>\n";
    private const string End = "Content-Length: 0\n\n";
    private const string Progress = "<recv response=\"100\" optional=\"true\"/>\n<recv response=\"180\"/>\n";

    private static string Invite => Send(
        $"INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0\n{Via}{From}{To}Call-ID: [call_id]\nCSeq: 1 INVITE\nMax-Forwards: 70\n"
        + $"Contact: <sip:alice@[local_ip]:[local_port]>\nContent-Type: application/sdp\nContent-Length: [len]\n\n{Sdp}");

    private static string Send(string message) => $"<send><![CDATA[\n{message}]]></send>\n";
}
