using System.Diagnostics;
using System.Net.NetworkInformation;
using System.Text;
using Orchestrator.Sip.Tests.Peers;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>
/// A callee played by sipp, step by step: <c>&lt; INVITE</c> awaits a request, <c>&lt; CANCEL Reason SIP;cause=200</c> one whose header has that in it,
/// <c>&gt; 180</c> and <c>&gt; 200 sdp</c> answer the INVITE, <c>&gt; 200 CANCEL</c> another request, <c>&gt; BYE</c> and <c>&gt; INVITE</c> ask themselves, <c>&lt; 200</c> awaits
/// the answer, <c>wait 300</c> milliseconds. It ends well only if all came just so.
/// </summary>
internal sealed class FarEnd : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("far-end");
    private readonly Task _run;

    private FarEnd(int port, string[] steps)
    {
        Port = port;
        var file = Path.Combine(_folder.FullName, "scenario.xml");
        File.WriteAllText(file, Scenario(steps));
        _run = Sipp.Run("-sf", file, "-p", $"{port}", "-m", "1", "-timeout_error", "-default_behaviors", "all,-bye");
        // An INVITE that comes before it listens would come again half a second later, when others have answered long since.
        SpinWait.SpinUntil(() => IsListening || _run.IsCompleted, TimeSpan.FromSeconds(30));
    }

    private bool IsListening => IPGlobalProperties.GetIPGlobalProperties().GetActiveUdpListeners().Any(end => end.Port == Port);

    public int Port { get; }

    public string Uri => $"sip:callee@127.0.0.1:{Port}";

    public static FarEnd Plays(params string[] steps) => new(Sipp.FreePort(), steps);

    public static FarEnd PlaysAt(int port, params string[] steps) => new(port, steps);

    /// <summary>Has played all its steps, and everything that came was awaited.</summary>
    public Task Done() => _run;

    public void Dispose()
    {
        Debug.Assert(_run.IsCompleted);
        _folder.Delete(recursive: true);
    }

    private static string Scenario(string[] steps)
    {
        var xml = new StringBuilder("<?xml version=\"1.0\"?>\n<scenario name=\"far end\">\n");
        foreach (var step in steps) xml.Append(Step(step));
        // Named and never read: sipp wants every variable used.
        var found = xml.ToString().Contains("\"found\"", StringComparison.Ordinal) ? ",found" : "";
        return xml.Append($"<Reference variables=\"from,to,cseq,unused{found}\"/>\n</scenario>\n").ToString();
    }

    private static string Step(string step) => step.Split(' ', 4) switch
    {
        ["wait", var milliseconds] => $"<pause milliseconds=\"{milliseconds}\"/>\n",
        ["<", var status] when char.IsAsciiDigit(status[0]) => $"<recv response=\"{status}\" rrs=\"true\"/>\n",
        ["<", "INVITE", .. var check] => $"<recv request=\"INVITE\" rrs=\"true\"><action>{Keep("From", "from")}{Keep("To", "to")}{Keep("CSeq", "cseq")}{Check(check)}</action></recv>\n",
        ["<", var method, .. var check] => $"<recv request=\"{method}\"><action>{Check(check)}</action></recv>\n",
        [">", "BYE"] => Request("BYE", "2", ""),
        [">", "INVITE"] => Request("INVITE", "1", Sdp(4100)),
        [">", "ACK"] => Request("ACK", "1", "").Replace(" retrans=\"500\"", "", StringComparison.Ordinal),
        [">", var status, "sdp"] => Response(status, true, Sdp(4000)),
        [">", var status, "challenge"] => Response(status, true, "", status == "401"
            ? "WWW-Authenticate: Digest realm=\"here\", nonce=\"n1\", algorithm=MD5, qop=\"auth\"\n"
            : "Proxy-Authenticate: Digest realm=\"here\", nonce=\"n1\", algorithm=MD5, qop=\"auth\"\n"),
        [">", var status] => Response(status, true, ""),
        [">", var status, "last"] => Response(status, false, ""),
        _ => throw new ArgumentException($"'{step}' is no step."),
    };

    private static string Keep(string header, string name) => $"<ereg regexp=\":[ ]*(.*)\" search_in=\"hdr\" header=\"{header}\" assign_to=\"unused,{name}\"/>";

    private static string Check(string[] check) => check is [var header, var value]
        ? $"<ereg regexp=\"{value}\" search_in=\"hdr\" header=\"{header}:\" check_it=\"true\" assign_to=\"found\"/>"
        : "";

    private static string Response(string status, bool toInvite, string body, string header = "")
    {
        var tag = status == "100" ? "" : ";tag=[pid]u[call_number]";
        var to = toInvite ? $"To: [$to]{tag}" : "[last_To:]";
        var retrans = status[0] == '1' || !toInvite ? "" : " retrans=\"500\"";
        return $"<send{retrans}><![CDATA[\nSIP/2.0 {status} Told\n[last_Via:]\n[last_From:]\n{to}\n[last_Call-ID:]\n{(toInvite ? "CSeq: [$cseq]" : "[last_CSeq:]")}\n{header}Contact: <sip:callee@[local_ip]:[local_port]>\n{Body(body)}]]></send>\n";
    }

    private static string Request(string method, string number, string body) =>
        $"<send retrans=\"500\"><![CDATA[\n{method} [next_url] SIP/2.0\nVia: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]\nFrom: [$to];tag=[pid]u[call_number]\n"
        + $"To: [$from]\n[last_Call-ID:]\nCSeq: {number} {method}\nMax-Forwards: 70\nContact: <sip:callee@[local_ip]:[local_port]>\n{Body(body)}]]></send>\n";

    private static string Body(string body) => body.Length == 0 ? "Content-Length: 0\n\n" : $"Content-Type: application/sdp\nContent-Length: [len]\n\n{body}";

    private static string Sdp(int port) => $"v=0\no=- 1 1 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio {port} RTP/AVP 0\na=rtpmap:0 PCMU/8000\n";
}
