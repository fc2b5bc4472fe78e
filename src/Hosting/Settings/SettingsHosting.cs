using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Orchestrator.Hosting.Settings;

/// <summary>
/// The way by which every section of <c>Orchestrator</c> is bound. .NET's own binder leaves out what it does not know, and of a list each
/// element that it cannot convert: a misspelled key would do nothing, and a project with a wrong word in it would be none.
/// </summary>
public static class SettingsHosting
{
    /// <summary>Binds a section, <c>Orchestrator:Name</c>, as far as it can be taken; what cannot, stops the start.</summary>
    public static OptionsBuilder<T> AddSettings<T>(this IServiceCollection services, IConfiguration configuration, string section)
        where T : class
    {
        // A room that has rules of its own has these among them.
        if (services.All(service => service.ServiceType != typeof(IValidateOptions<T>)))
            services.AddSingleton<IValidateOptions<T>>(new AnnotatedRules<T>(section));
        return services.Bind<T>(configuration, section, typeof(T), options => options);
    }

    /// <summary>The same for a section that is a list.</summary>
    public static OptionsBuilder<T> AddSettingsList<T, TElement>(
        this IServiceCollection services, IConfiguration configuration, string section, Func<T, IList<TElement>> listOf)
        where T : class => services.Bind(configuration, section, typeof(IList<TElement>), listOf);

    /// <summary>Says that there is a section, and what its keys are; whoever wants its values binds them.</summary>
    /// <param name="type">What it is bound to; null: it is another program's, and not checked by this one.</param>
    public static void KnowSettings(this IServiceCollection services, IConfiguration configuration, string section, Type? type)
    {
        services.AddOptions<KnownSections>().Configure(known => known.Types[section.Split(':')[1]] = type).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<KnownSections>>(new SectionsCheck(configuration));
    }

    private static OptionsBuilder<T> Bind<T>(this IServiceCollection services, IConfiguration configuration, string section, Type type, Func<T, object> into)
        where T : class
    {
        services.KnowSettings(configuration, section, type);
        return services.AddOptions<T>()
            .Configure(options => SettingsReading.Of(configuration.GetSection(section), type).Sound.GetSection(section).Bind(into(options)))
            .ValidateOnStart();
    }
}
