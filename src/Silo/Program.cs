using Orchestrator.Gateway;
using Orchestrator.Grains;
using Orchestrator.Silo;

// Settings are found beside the program, from whatever folder it is started.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

builder.ListenOnLoopbackByDefault();
builder.Services.AddGateway(builder.Configuration);
builder.Services.AddSigningKeys(builder.Configuration);
builder.AddStorage();
builder.AddPlane();
builder.AddOutgoing();
builder.AddSecrets();
builder.Services.AddEngine();
builder.AddCluster();
builder.AddTelemetry();

await using var app = builder.Build();
app.MapGateway();
app.AnnounceWhenStarted();
return await app.RunToTheEnd();
