using System.Globalization;

namespace Orchestrator.Webhooks;

/// <summary>What is usually written: a task for each event, three attempts, the waits in memory.</summary>
internal sealed class NaiveSender(Job job) : ISender
{
    private static readonly TimeSpan[] Waits = [TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)];
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 64 }) { Timeout = TimeSpan.FromSeconds(10) };

    public Task Make(int lane, int number, long stamp)
    {
        _ = Task.Run(() => Send(lane, number, Body.Of(stamp)));
        return Task.CompletedTask;
    }

    private async Task Send(int lane, int number, byte[] body)
    {
        foreach (var wait in Waits)
        {
            await Task.Delay(wait, TimeProvider.System);
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, job.UrlOf(lane)) { Content = new ByteArrayContent(body) };
                request.Headers.Add("X-Webhook-Sequence", number.ToString(CultureInfo.InvariantCulture));
                using var response = await Http.SendAsync(request);
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
            {
                // Again, or never.
            }
        }
    }
}
