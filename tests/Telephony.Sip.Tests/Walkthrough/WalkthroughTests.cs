using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Telephony.Sip.Tests.Walkthrough;

/// <summary>docs/sip.md takes its reader to two phones that talk: its commands, pasted as they stand but for the ports.</summary>
public sealed partial class WalkthroughTests : IDisposable
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "../../.."));

    /// <summary>Ports of the page, and free ones of this machine.</summary>
    private readonly Dictionary<string, string> _ports = new[] { "8080", "5060", "22222", "22223", "5072", "5074", "5076" }
        .ToDictionary(port => port, _ => FreePort().ToString(CultureInfo.InvariantCulture));

    private readonly DirectoryInfo _phones = Directory.CreateTempSubdirectory("softphones");
    private readonly List<Terminal> _terminals = [];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TwoPhones_TalkAsThePageSays(bool withEngine)
    {
        if (Blocks() is not [_, var engine, var service, var address, var atOffice, var atMobile, var atAlice, var happened])
        {
            Assert.Fail("The page has other commands than this test knows.");
            return;
        }

        if (withEngine) Paste(engine);
        Paste(withEngine ? service : MediaSettings().Replace(service, ""));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_ports["8080"]}") };
        await Eventually.True("the service is ready", () => IsReady(http), TimeSpan.FromMinutes(1));
        Assert.Contains("/public/desk", await Paste(address).Ends(), StringComparison.Ordinal);
        var (office, mobile) = (Paste(atOffice), Paste(atMobile));
        await office.Shows("baresip is ready");
        await mobile.Shows("baresip is ready");
        var alice = Paste(atAlice);

        await office.Shows("Incoming call");
        await mobile.Shows("Incoming call");
        office.Press('a');
        await alice.Shows("Call established");
        await Eventually.True("alice hears 440 Hz", () => Task.FromResult(Hears("alice", 440)));
        await Eventually.True("the office hears 660 Hz", () => Task.FromResult(Hears("office", 660)));
        Assert.DoesNotContain("established", mobile.Shown, StringComparison.Ordinal);
        alice.Press('b');

        var row = await Eventually.Get("the connect is over", async () => JsonNode.Parse(await Paste(happened).Ends())!["data"]![0]!, row => row["ended_at"] is not null);
        Assert.Equal("disconnected", row["state"]!.ToString());
    }

    [Fact]
    public void Packages_OfThePage_AreInstalledForTheTests()
    {
        var needs = File.ReadAllText(Path.Combine(Root, "test.sh"));

        Assert.All(Blocks()[0].Split(' ').SkipWhile(word => word != "install").Skip(1).Where(word => word[0] != '-'), package =>
            Assert.Contains($":{package.Trim()}", needs, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        foreach (var terminal in Enumerable.Reverse(_terminals)) terminal.Dispose();
        _phones.Delete(recursive: true);
    }

    private Terminal Paste(string block)
    {
        foreach (var (port, free) in _ports) block = Regex.Replace(block, $@"\b{port}\b", free);
        block = block.Replace("dotnet run --project src/Silo", $"dotnet {Path.Combine(AppContext.BaseDirectory, "Orchestrator.Silo.dll")}", StringComparison.Ordinal);
        var terminal = new Terminal(block, Root, [new("SOFTPHONES", _phones.FullName), new("ASPNETCORE_URLS", $"http://127.0.0.1:{_ports["8080"]}")]);
        _terminals.Add(terminal);
        return terminal;
    }

    /// <summary>Whether the last quarter of a second in that phone's recording swings so often.</summary>
    private bool Hears(string phone, int hertz)
    {
        const int header = 44;
        if (_phones.EnumerateFiles($"{phone}/*-dec.wav").SingleOrDefault() is not { } file) return false;
        using var stream = file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var bytes = copy.ToArray().AsSpan();
        if (bytes.Length < header) return false;
        var (channels, rate) = (BinaryPrimitives.ReadInt16LittleEndian(bytes[22..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[24..]));
        var samples = MemoryMarshal.Cast<byte, short>(bytes[header..(bytes.Length & ~1)]);
        var wanted = rate * channels / 4;
        if (samples.Length < wanted) return false;
        var last = samples[^wanted..];
        var crossings = 0;
        for (var at = channels; at < last.Length; at += channels)
            if (last[at - channels] < 0 && last[at] >= 0) crossings++;
        return Math.Abs((crossings * 4) - hertz) < hertz / 10;
    }

    private static async Task<bool> IsReady(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static List<string> Blocks()
    {
        var page = File.ReadAllText(Path.Combine(Root, "docs", "sip.md"));
        var section = page[page.IndexOf("## From nothing", StringComparison.Ordinal)..page.IndexOf("## Settings", StringComparison.Ordinal)];
        return [.. Fenced().Matches(section).Select(block => block.Groups[1].Value)];
    }

    /// <summary>
    /// Free for UDP and TCP, as is the one behind it, which a phone takes too; below those that the system hands out to others meanwhile, and
    /// above baresip's for media.
    /// </summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(21_000, 29_000);
            if (IsFree(port) && IsFree(port + 1)) return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var stream = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            using var datagrams = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            stream.Bind(new IPEndPoint(IPAddress.Loopback, port));
            datagrams.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"Orchestrator__Sip__Media\S+")]
    private static partial Regex MediaSettings();

    [GeneratedRegex(@"^```\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
