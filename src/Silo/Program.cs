using Orchestrator.Gateway;
using Orchestrator.Grains.Telemetry;
using Orchestrator.Grains.Webhooks;
using Orchestrator.Hosting;
using Orchestrator.Silo;

if (HealthProbe.IsWanted(args))
    return await HealthProbe.Ask(args);

var builder = Programs.CreateBuilder(args);

builder.ListenOnLoopbackByDefault();
builder.Services.AddGateway(builder.Configuration);
builder.Services.AddSigningKeys(builder.Configuration);
builder.AddStorage();
builder.AddOutgoing();
builder.AddSecrets();
builder.AddCalls();
builder.AddCluster();
builder.AddTelemetry(EngineInstruments.Name, WebhookInstruments.Name);

await using var app = builder.Build();
app.UseScraping();
app.MapGateway();
app.AnnounceWhenStarted();
return await app.RunToTheEnd();
