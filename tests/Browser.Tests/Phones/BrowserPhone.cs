using Microsoft.Playwright;
using Orchestrator.Browser.Tests.Support;
using Orchestrator.Gateway.Tests.Support;
using Orchestrator.Telephony.Sip.Tests.Phones;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Browser.Tests.Phones;

/// <summary>The page of examples/browser-phone in a tab, used as a person would.</summary>
internal sealed class BrowserPhone(Tab tab) : IAsyncDisposable
{
    private const int Rate = 48_000;

    /// <summary>A third of a second of what the page plays, as it is heard now; nothing where it plays nothing.</summary>
    private const string Heard = """
        async rate => {
          const stream = document.getElementById('far').srcObject;
          if (!stream?.getAudioTracks().length) return [];
          if (window.ear?.stream !== stream) {
            const context = new AudioContext({ sampleRate: rate });
            const analyser = new AnalyserNode(context, { fftSize: 16384 });
            context.createMediaStreamSource(stream).connect(analyser);
            window.ear = { stream, analyser };
          }
          const samples = new Float32Array(window.ear.analyser.fftSize);
          window.ear.analyser.getFloatTimeDomainData(samples);
          return Array.from(samples, sample => Math.round(sample * 32767));
        }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task Register(string address, string password)
    {
        await tab.Page.Locator("[name=address]").FillAsync(address);
        await tab.Page.Locator("[name=password]").FillAsync(password);
        await tab.Button("Register").ClickAsync();
        await Is("registered");
    }

    /// <param name="state"><c>registered</c>, <c>rings</c>, <c>calls</c>, <c>talks</c> or <c>off</c>.</param>
    public Task Is(string state) => Expect(tab.Page.Locator("#state")).ToHaveTextAsync(state);

    public async Task Call(string uri)
    {
        await tab.Page.Locator("[name=to]").FillAsync(uri);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Call", Exact = true }).ClickAsync();
    }

    public async Task Answer()
    {
        await Is("rings");
        await tab.Button("Answer").ClickAsync();
        await Is("talks");
    }

    public Task HangUp() => tab.Button("Hang up").ClickAsync();

    public Task Press(char digit) => tab.Page.GetByRole(AriaRole.Button, new() { Name = digit.ToString(), Exact = true }).ClickAsync();

    public Task Hears(string what, int hertz) => Eventually.True($"the browser hears {what} ({hertz} Hz)", () => HearsNow(hertz), Patience);

    public async Task<bool> HearsNow(int hertz)
    {
        var samples = await tab.Page.EvaluateAsync<int[]>(Heard, Rate);
        return Tone.IsIn([.. samples.Select(sample => (short)Math.Clamp(sample, short.MinValue, short.MaxValue))], Rate, hertz);
    }

    /// <summary>As a person closes it: nothing is said any more.</summary>
    public Task Close() => tab.Page.CloseAsync();

    public ValueTask DisposeAsync() => tab.DisposeAsync();
}
