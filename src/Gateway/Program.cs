using Orchestrator.Gateway;
using Orchestrator.Gateway.Clustering;
using Orchestrator.Hosting;

var builder = Programs.CreateBuilder(args);

builder.ListenOnLoopbackByDefault();
builder.Services.AddGateway(builder.Configuration);
builder.AddClusterClient();
builder.AddTelemetry();

await using var app = builder.Build();
app.MapGateway();
app.AnnounceWhenStarted();
return await app.RunToTheEnd();
