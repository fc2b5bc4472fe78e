using Orchestrator.Gateway;
using Orchestrator.Gateway.Clustering;
using Orchestrator.Hosting;

if (HealthProbe.IsWanted(args))
    return await HealthProbe.Ask(args);

var builder = Programs.CreateBuilder(args);

builder.ListenOnLoopbackByDefault();
builder.Services.AddGateway(builder.Configuration);
builder.AddClusterClient();
builder.AddTelemetry();

await using var app = builder.Build();
app.UseScraping();
app.MapGateway();
app.AnnounceWhenStarted();
return await app.RunToTheEnd();
