using Orchestrator.Gateway;
using Orchestrator.Grains;
using Orchestrator.Silo;

var builder = WebApplication.CreateBuilder(args);

builder.ListenOnLoopbackByDefault();
builder.Services.AddGateway(builder.Configuration);
builder.Services.AddSigningKeys(builder.Configuration);
builder.AddStorage();
builder.AddPlane();
builder.Services.AddEngine();
builder.AddCluster();
builder.AddTelemetry();

var app = builder.Build();
app.MapGateway();
app.AnnounceWhenStarted();
await app.RunAsync();
