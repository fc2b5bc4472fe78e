using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Orchestrator.Gateway.Tests.Support;
using Orchestrator.Sip.Tests.Peers;

namespace Orchestrator.Telephony.Sip.Tests.Phones;

/// <summary>A real phone (Debian package baresip-core): says a tone, records what it hears, and does as it is told over TCP.</summary>
internal sealed class Baresip : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("baresip");
    private readonly ConcurrentQueue<string> _happened = [];
    private readonly StringBuilder _log = new();
    private readonly Process _process;
    private TcpClient _control = new();
    private readonly string _name;

    private Baresip(string name, int tone, string account, int control, int? registrar)
    {
        _name = name;
        Port = Sipp.FreePort();
        var (home, registering) = registrar is { } there ? ($"{there};transport=tcp", "regint=600;auth_pass=secret") : ($"{Port}", "regint=0");
        File.WriteAllText(Path.Combine(_folder.FullName, "config"), Config(tone, control));
        File.WriteAllText(Path.Combine(_folder.FullName, "accounts"), $"<sip:{name}@127.0.0.1:{home}>;{registering}{account}\n");
        _process = Process.Start(new ProcessStartInfo("baresip", ["-f", _folder.FullName]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Port { get; }

    public string Uri => $"sip:{_name}@127.0.0.1:{Port}";

    /// <param name="tone">What it says, in Hz.</param>
    /// <param name="account">Parameters of its account: <c>;audio_codecs=PCMU;mediaenc=srtp-mand</c>.</param>
    /// <param name="registrar">The TCP port of the node where it registers, with its name and the password that all have here; null: it does not.</param>
    public static async Task<Baresip> Start(string name, int tone, string account, int? registrar = null)
    {
        // It takes the port behind its own, too, for TLS: that one may be somebody's.
        for (var tries = 1; ; tries++)
        {
            var control = ServiceProcess.FreePort();
            var phone = new Baresip(name, tone, account, control, registrar);
            await Eventually.True($"phone {name} can be told things", () => phone.Connect(control), Patience);
            if (!phone._process.HasExited)
            {
                _ = Task.Run(phone.Listen);
                return phone;
            }

            Assert.True(tries < 10, $"baresip ended while it started:\n{phone.Log()}");
            await phone.DisposeAsync();
        }
    }

    public Task Dial(string uri) => Tell("dial", uri);

    public Task Accept() => Tell("accept");

    public Task HangUp() => Tell("hangup");

    public Task Press(char digit) => Tell("sndcode", digit.ToString());

    /// <summary>Waits until it tells of something: <c>CALL_INCOMING</c>, <c>CALL_ESTABLISHED</c>, <c>CALL_CLOSED</c>.</summary>
    public Task Happens(string what) => Eventually.True(
        $"phone {_name}: {what}; it had {string.Join(' ', _happened)}\n{Log()}", () => Task.FromResult(_happened.Contains(what)), Patience);

    /// <summary>Waits until its registration is taken: it says so on its screen, since it tells it before anybody can listen.</summary>
    public Task HasRegistered() => Eventually.True($"phone {_name} has registered", () => Task.FromResult(Log().Contains("200 OK ()", StringComparison.Ordinal)), Patience);

    public bool HasHad(string what) => _happened.Contains(what);

    public Task Hears(string what, int hertz) => Eventually.True(
        $"phone {_name} hears {what} ({hertz} Hz)\n{Log()}", () => Task.FromResult(HearsNow(hertz)), Patience);

    public bool HearsNow(int hertz) => Heard is { } heard && Recording.EndsWith(heard, hertz);

    /// <summary>How long what it has heard is by now.</summary>
    public long HeardBytes => Heard?.Length ?? 0;

    private FileInfo? Heard => _folder.EnumerateFiles("*-dec.wav").OrderBy(file => file.LastWriteTimeUtc).LastOrDefault();

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Config(int tone, int control) => $"""
        sip_listen 127.0.0.1:{Port}
        net_interface 127.0.0.1
        audio_source ausine,{tone}
        ausrc_srate 48000
        ausrc_channels 2
        audio_player aubridge,{_name}
        audio_level no
        snd_path {_folder.FullName}
        module_path /usr/lib/baresip/modules
        {string.Concat(((string[])["opus", "g722", "g711", "ausine", "aubridge", "sndfile", "srtp", "dtls_srtp", "ice"]).Select(module => $"module {module}.so\n"))}
        module_app account.so
        module_app menu.so
        module_app ctrl_tcp.so
        ctrl_tcp_listen 127.0.0.1:{control}

        """;

    /// <summary>True too if there will never be anybody.</summary>
    private async Task<bool> Connect(int control)
    {
        if (_process.HasExited) return true;
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, control);
            _control = client;
            return true;
        }
        catch (SocketException)
        {
            client.Dispose();
            return false;
        }
    }

    private async Task Tell(string command, string parameters = "")
    {
        var message = JsonSerializer.Serialize(new Dictionary<string, string> { ["command"] = command, ["params"] = parameters });
        await _control.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(message)}:{message},"));
    }

    /// <summary>Netstrings: a length, a colon, so many bytes, a comma.</summary>
    private async Task Listen()
    {
        var stream = _control.GetStream();
        var one = new byte[1];
        try
        {
            while (true)
            {
                var length = 0;
                while (true)
                {
                    await stream.ReadExactlyAsync(one);
                    if (one[0] == ':') break;
                    length = (length * 10) + one[0] - '0';
                }

                var message = new byte[length + 1];
                await stream.ReadExactlyAsync(message);
                using var json = JsonDocument.Parse(message.AsMemory(0, length));
                if (json.RootElement.TryGetProperty("type", out var type)) _happened.Enqueue(type.GetString()!);
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException or EndOfStreamException)
        {
            // The phone is put away.
        }
    }

    private void Keep(string? line)
    {
        // Its status line is written again and again.
        lock (_log) _log.AppendLine(line?.Split("[0:")[0]);
    }

    private string Log()
    {
        lock (_log) return _log.ToString()[^Math.Min(_log.Length, 4000)..];
    }
}
