using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Grains.Tests.Webhooks.Support;

/// <summary>What a receiver was sent.</summary>
internal sealed record Received(string Path, IHeaderDictionary Headers, byte[] Body)
{
    public string Method { get; init; } = "";

    public string this[string header] => Headers[header].ToString();
}

/// <summary>A well-behaved HTTP server whose answers a test chooses.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly Channel<Received> _requests = Channel.CreateUnbounded<Received>();
    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    public ChannelReader<Received> Requests => _requests.Reader;

    public static Task<Receiver> Start(params int[] statuses)
    {
        var number = -1;
        return Start((_, context) =>
        {
            context.Response.StatusCode = statuses[Math.Min(Interlocked.Increment(ref number), statuses.Length - 1)];
            return Task.CompletedTask;
        });
    }

    public static async Task<Receiver> Start(
        Func<Received, HttpContext, Task> answer, Action<Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions>? listen = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen ?? (_ => { })));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var headers = new HeaderDictionary(context.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase));
            var received = new Received(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, headers, body.ToArray()) { Method = context.Request.Method };
            await answer(received, context);
            receiver._requests.Writer.TryWrite(received);
        });
        await app.StartAsync();
        receiver.Url = app.Urls.Single();
        return receiver;
    }

    public Task<Received> Next() => Deadline.For(Requests.ReadAsync(), "a request at the receiver");

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
