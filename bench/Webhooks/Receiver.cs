using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Webhooks;

/// <summary>Many origins in one process: every address of 127/8 is one. It notes what it accepts, and when.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private const int Origins = 16;
    private readonly Lock _gate = new();
    private readonly List<Accepted> _accepted = [];
    private readonly Random _dice = new(20261123);
    private readonly WebApplication _app;
    private int _requests;

    private Receiver(WebApplication app) => _app = app;

    public IReadOnlyList<string> Urls { get; private set; } = [];

    /// <summary>How many of a hundred requests are told 503.</summary>
    public int Refused { get; set; }

    public int Requests => Volatile.Read(ref _requests);

    public IReadOnlyList<Accepted> All
    {
        get
        {
            lock (_gate)
                return [.. _accepted];
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
                return _accepted.Count;
        }
    }

    public static async Task<Receiver> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Any, 0));
        builder.Logging.ClearProviders();
        var receiver = new Receiver(builder.Build());
        receiver._app.Run(receiver.Answer);
        await receiver._app.StartAsync();
        var port = new Uri(receiver._app.Urls.Single()).Port;
        receiver.Urls = [.. Enumerable.Range(1, Origins).Select(number => $"http://127.0.0.{number}:{port}")];
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Answer(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        var arrived = Stopwatch.GetTimestamp();
        var read = await context.Request.BodyReader.ReadAtLeastAsync((int)context.Request.ContentLength!.Value);
        var stamp = Body.StampOf(read.Buffer.FirstSpan);
        context.Request.BodyReader.AdvanceTo(read.Buffer.End);
        var number = int.Parse(context.Request.Headers["X-Webhook-Sequence"]!, CultureInfo.InvariantCulture);
        lock (_gate)
        {
            if (Refused > 0 && _dice.Next(100) < Refused)
            {
                context.Response.StatusCode = 503;
                return;
            }

            _accepted.Add(new(context.Request.Path.Value![1..], number, arrived, Stopwatch.GetElapsedTime(stamp, arrived).TotalMilliseconds));
        }
    }
}

/// <param name="At">By the clock of timestamps, which all processes share.</param>
/// <param name="Milliseconds">Since the transition began.</param>
internal sealed record Accepted(string Lane, int Number, long At, double Milliseconds);
