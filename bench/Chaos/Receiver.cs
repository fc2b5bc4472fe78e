using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Chaos;

/// <summary>A webhook that came.</summary>
/// <param name="Order">Of all that came, the how manieth.</param>
/// <param name="Lane">URL, and leg or connect: within it, order is promised.</param>
/// <param name="Taken">Whether it was answered with 2xx.</param>
internal sealed record Arrival(long Order, string WebhookId, string Lane, int Sequence, bool Taken);

/// <summary>Receives webhooks; refuses some at random, and is down for a while when told so.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly double _refuses;
    private long _order;

    /// <param name="refuses">Which part of all requests is answered 500.</param>
    public Receiver(double refuses)
    {
        _refuses = refuses;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        _app = builder.Build();
        _app.MapPost("/{**path}", Take);
    }

    public ConcurrentBag<Arrival> Arrivals { get; } = [];

    /// <summary>Whether it breaks every connection.</summary>
    public bool IsDown { get; set; }

    public Task Start() => _app.StartAsync();

    public string AddressOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{_app.Urls.First()}/{number}");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Take(HttpContext context)
    {
        if (IsDown)
        {
            context.Abort();
            return;
        }

        var id = context.Request.Headers["webhook-id"].ToString();
        var sequence = int.Parse(context.Request.Headers["X-Webhook-Sequence"].ToString(), CultureInfo.InvariantCulture);
        var taken = Random.Shared.NextDouble() >= _refuses;
        // msg_OWNER_NUMBER
        var lane = $"{context.Request.Path} {id[..id.LastIndexOf('_')]}";
        Arrivals.Add(new Arrival(Interlocked.Increment(ref _order), id, lane, sequence, taken));
        context.Response.StatusCode = taken ? StatusCodes.Status204NoContent : StatusCodes.Status500InternalServerError;
    }
}
