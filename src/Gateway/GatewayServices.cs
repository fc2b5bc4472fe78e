using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orchestrator.Gateway.Authentication;
using Orchestrator.Gateway.Clustering;
using Orchestrator.Gateway.Connects;
using Orchestrator.Gateway.Health;
using Orchestrator.Gateway.Listening;
using Orchestrator.Gateway.Lists;
using Orchestrator.Gateway.OpenApi;
using Orchestrator.Gateway.Problems;
using Orchestrator.Gateway.Timelines;
using Orchestrator.Hosting.Settings;

namespace Orchestrator.Gateway;

/// <summary>What a host adds to have the HTTP face.</summary>
public static class GatewayServices
{
    /// <summary>
    /// Adds the HTTP face. The host brings an <see cref="IGrainFactory"/>: a silo's own or a cluster client's.
    /// </summary>
    /// <param name="configuration">The root; sections <c>Orchestrator:Gateway</c> and <c>Orchestrator:Projects</c> are read.</param>
    public static IServiceCollection AddGateway(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<GatewayOptions>(configuration, GatewayOptions.Section);
        services.AddSettingsList<ProjectsOptions, ProjectOptions>(configuration, ProjectsOptions.Section, options => options.Projects)
            .PostConfigure(ProjectsOptions.UseDevelopmentProject);
        services.AddSingleton<IValidateOptions<ProjectsOptions>, ProjectsValidator>();

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<GatewayState>();
        services.AddSingleton<Perseverance>();
        services.AddSingleton<Cluster>();
        services.AddSingleton<Lister>();
        services.AddSingleton<Admission>();
        services.AddSingleton<ConnectStarter>();
        services.AddSingleton<TimelineStream>();
        services.AddSingleton<GrainProbe>();
        services.AddHostedService<ListenGuardService>();
        services.AddHostedService<DrainOnStop>();
        return services.AddAccess().AddWeb();
    }

    private static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<KnownProjects>();
        services.AddAuthentication(BasicAuthenticationHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, BasicAuthenticationHandler>(BasicAuthenticationHandler.SchemeName, null);
        services.AddAuthorizationBuilder().AddPolicy(ProjectIdentity.Operator, policy => policy.RequireRole(ProjectIdentity.Operator));
        return services;
    }

    private static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddExceptionHandler<FailureHandler>();
        services.ConfigureHttpJsonOptions(options => GatewayJson.Apply(options.SerializerOptions));
        services.AddOpenApi("v1", ApiDocument.Configure);
        services.AddControllers(options =>
            {
                options.Filters.Add(new ProducesAttribute("application/json"));
                options.ModelMetadataDetailsProviders.Add(new TextsAsTheyCame());
                // A body is read here and by us: curl calls whatever it sends a form, unless it is told otherwise.
                options.ValueProviderFactories.RemoveType<FormValueProviderFactory>();
                options.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
                options.ValueProviderFactories.RemoveType<FormFileValueProviderFactory>();
            })
            .ConfigureApplicationPartManager(parts => parts.FeatureProviders.Add(new OwnControllers()))
            .AddApplicationPart(typeof(GatewayServices).Assembly)
            .AddJsonOptions(options => GatewayJson.Apply(options.JsonSerializerOptions))
            .ConfigureApiBehaviorOptions(options =>
            {
                // Bodies, queries and bare statuses are judged here, all errors at once and in one form.
                options.SuppressModelStateInvalidFilter = true;
                options.SuppressMapClientErrors = true;
            });
        return services;
    }
}
