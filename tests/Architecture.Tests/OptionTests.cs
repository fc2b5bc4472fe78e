using System.Collections;
using System.Reflection;

namespace Orchestrator.Architecture.Tests;

/// <summary>
/// To a list that is there the configuration binder adds what is configured: a list of an options class is empty, or null and has its
/// defaults elsewhere.
/// </summary>
public class OptionTests
{
    [Fact]
    public void ListsOfOptions_AreEmptyBeforeTheyAreConfigured()
    {
        var kinds = Options().ToList();
        var offenders = from kind in kinds
                        let options = Activator.CreateInstance(kind)
                        from property in kind.GetProperties()
                        where property.PropertyType != typeof(string) && property.GetValue(options) is IEnumerable list && list.Cast<object>().Any()
                        select $"{kind.Name}.{property.Name}";

        Assert.Contains(kinds, kind => kind.Name == "WebhookOptions");
        Assert.Empty(offenders);
    }

    private static IEnumerable<Type> Options() =>
        from file in Directory.EnumerateFiles(AppContext.BaseDirectory, "Orchestrator.*.dll")
        where !file.Contains(".Tests.", StringComparison.Ordinal)
        from type in Assembly.Load(Path.GetFileNameWithoutExtension(file)).GetTypes()
        where type.Name.EndsWith("Options", StringComparison.Ordinal) || type.Name.EndsWith("Settings", StringComparison.Ordinal)
        where type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && type.GetConstructor(Type.EmptyTypes) is not null
        select type;
}
