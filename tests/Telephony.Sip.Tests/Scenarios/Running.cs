using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>A connect under way.</summary>
internal sealed class Running(Api api, string id, Func<IEnumerable<Received>> webhooks)
{
    public string Id { get; } = id;

    /// <summary>Until it is in that state.</summary>
    public Task Is(string state) => api.UntilState(Id, state);

    /// <summary>Until its timeline says so.</summary>
    public Task Says(string sentence) => Eventually.Get(
        $"the timeline says: {sentence}", () => api.Timeline(Id),
        entries => entries.Any(entry => entry!["sentence"]!.ToString().Contains(sentence, StringComparison.Ordinal)));

    /// <summary>All of it is over and told.</summary>
    public Task<Story> Over() => Story.Of(api, Id, webhooks);
}
