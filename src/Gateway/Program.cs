using Orchestrator.Gateway;
using Orchestrator.Gateway.Clustering;
using Orchestrator.Hosting;

return await Running.Run(
    args,
    builder =>
    {
        builder.Services.AddGateway(builder.Configuration);
        builder.AddClusterClient();
        builder.AddTelemetry();
    },
    app =>
    {
        app.UseScraping();
        app.MapGateway();
        app.AnnounceWhenStarted();
    });
