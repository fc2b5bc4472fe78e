using Orchestrator.Gateway;
using Orchestrator.Grains.Telemetry;
using Orchestrator.Grains.Webhooks;
using Orchestrator.Hosting;
using Orchestrator.Silo;

return await Running.Run(
    args,
    builder =>
    {
        builder.Services.AddGateway(builder.Configuration);
        builder.Services.AddSigningKeys();
        builder.AddStorage();
        builder.AddOutgoing();
        builder.AddSecrets();
        builder.AddCalls();
        builder.AddCluster();
        builder.AddTelemetry(EngineInstruments.Name, WebhookInstruments.Name);
    },
    app =>
    {
        app.UseScraping();
        app.MapGateway();
        app.AnnounceWhenStarted();
    });
