using Microsoft.Extensions.Options;
using Orchestrator.Grains.Nodes;
using Orchestrator.Grains.Planes;
using Orchestrator.Hosting.Settings;
using Orchestrator.Outbound;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip;
using Orchestrator.Telephony.Sip.Configuration;

namespace Orchestrator.Silo;

/// <summary>Real phones; section <c>Orchestrator:Sip</c>.</summary>
internal static class SipHosting
{
    public static void AddSipPlane(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<SipSettings>, Check>();
        builder.Services.AddSettings<SipSettings>(builder.Configuration, SipSettings.Section);
        builder.Services.AddSingleton<ITelephonyPlane>(services =>
        {
            var plane = new SipPlane(
                NodeId.Of(services.GetRequiredService<ILocalSiloDetails>()), services.GetRequiredService<IOptions<SipSettings>>().Value,
                services.GetRequiredService<TimeProvider>(),
                new PlaneDoors
                {
                    Audio = new OutgoingAudio(services.GetRequiredService<OutboundClient>()).Fetch,
                    Streams = new OutgoingStreams(services.GetRequiredService<OutboundClient>()).Open,
                    Subscribers = services.GetRequiredService<ISubscribers>(),
                    InboundProjects = services.GetRequiredService<IInboundProjects>(),
                });
            if (services.GetRequiredService<IOptions<PlaneOptions>>().Value.Journal is not null)
                plane.Journal = services.GetRequiredService<PlaneJournal>().Write;
            return plane;
        });
    }

    public static PlaneKind PlaneKind(this IConfiguration configuration) =>
        Enum.TryParse<PlaneKind>(configuration[$"{PlaneOptions.Section}:{nameof(PlaneOptions.Kind)}"], ignoreCase: true, out var kind) ? kind : default;

    private sealed class Check : IValidateOptions<SipSettings>
    {
        public ValidateOptionsResult Validate(string? name, SipSettings options) =>
            SettingsCheck.Problems(options) is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }
}
