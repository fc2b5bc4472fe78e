using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Swml.Plan;
using Orchestrator.Telephony.Port;
using Orleans.Serialization;

namespace Orchestrator.Grains.Interfaces;

/// <summary>
/// How the plan and the plane's events travel between processes. Swml and Telephony know no Orleans, so they travel as the JSON that
/// they are stored as; silos and clients must agree on it.
/// </summary>
public static class CallSerialization
{
    // A value that stands alone travels with its own type's name and its discriminator: the second is skipped when it is read.
    private static readonly JsonSerializerOptions Json = new() { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    public static ISerializerBuilder AddCallSerialization(this ISerializerBuilder serializer)
    {
        // What is away says so to whoever asked, with its cause: one that cannot travel would hide both.
        serializer.Services.Configure<ExceptionSerializationOptions>(options => options.SupportedNamespacePrefixes.Add("StackExchange.Redis"));
        return serializer.AddJsonSerializer(
            type => type.Assembly == typeof(ConnectPlan).Assembly || type.Assembly == typeof(PlaneEvent).Assembly, Json);
    }
}
