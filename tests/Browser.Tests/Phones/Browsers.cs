using Orchestrator.Browser.Tests.Support;
using Orchestrator.Telephony.Sip.Tests.Phones;

namespace Orchestrator.Browser.Tests.Phones;

/// <summary>A browser whose microphone hears a tone; its tabs are phones.</summary>
public sealed class Browsers : IAsyncLifetime
{
    /// <summary>What browsers say, in Hz.</summary>
    public const int SaidTone = 500;

    /// <summary>The clean-up that is right for voices takes a tone away.</summary>
    private const string AsItIs = """
        const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = () => original({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
        """;

    private readonly string _said = Path.GetTempFileName();
    private PhonePage _page = null!;
    private Chromium _chromium = null!;

    public async Task InitializeAsync()
    {
        // Whole swings, since it is repeated.
        await File.WriteAllBytesAsync(_said, Tone.Wave(SaidTone, 10));
        _page = await PhonePage.Start();
        _chromium = await Chromium.Start(
            "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", $"--use-file-for-fake-audio-capture={_said}",
            "--allow-loopback-in-peer-connection", "--autoplay-policy=no-user-gesture-required");
    }

    public async Task DisposeAsync()
    {
        await _chromium.DisposeAsync();
        _page.Dispose();
        File.Delete(_said);
    }

    /// <summary>A tab that has registered as that subscriber of the service.</summary>
    internal async Task<BrowserPhone> Register(PhoneService service, string name)
    {
        const string Password = "secret";
        await service.Subscriber(name, Password);
        var tab = await _chromium.Open(_page.Address);
        await tab.Page.AddInitScriptAsync(AsItIs);
        await tab.Page.GotoAsync($"/?server=ws://127.0.0.1:{service.WebSocketPort}");
        var phone = new BrowserPhone(tab);
        await phone.Register($"sip:{name}@127.0.0.1", Password);
        return phone;
    }
}
