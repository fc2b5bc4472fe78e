using System.Reflection;
using System.Text.Json.Serialization;
using Orchestrator.Grains.Calls;
using Orchestrator.Grains.Connects;
using Orchestrator.Grains.Controls;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Scripts;
using Orchestrator.Swml.Plan;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Architecture.Tests;

/// <summary>
/// What silos of two versions say to each other, and what they read of each other's snapshots, changes only by intent: the file
/// <c>contracts.txt</c> holds it. A new line is harmless; a changed or lost one breaks a rolling upgrade.
/// </summary>
public class ContractTests
{
    private static readonly string Baseline = Path.Combine(Repository.Root, "tests", "Architecture.Tests", "contracts.txt");

    [Fact]
    public void Contracts_AreThoseOfTheBaseline()
    {
        var now = Messages().Concat(Discriminators()).Concat(Records()).ToList();
        if (Environment.GetEnvironmentVariable("ACCEPT_CONTRACTS") == "1")
            File.WriteAllLines(Baseline, now);

        Assert.True(
            File.ReadAllLines(Baseline).SequenceEqual(now),
            $"The contracts differ from {Baseline}. If that is meant, run this test with ACCEPT_CONTRACTS=1 and read the diff:\n"
            + string.Join('\n', File.ReadAllLines(Baseline).Except(now).Select(line => $"- {line}")
                .Concat(now.Except(File.ReadAllLines(Baseline)).Select(line => $"+ {line}"))));
    }

    [Fact]
    public void EveryMessage_HasAnAlias()
    {
        var nameless = OurTypes()
            .Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>(inherit: false) is not null || IsGrainInterface(type))
            .Where(type => AliasOf(type) is null);

        Assert.Empty(nameless);
    }

    private static IEnumerable<string> Messages() =>
        from type in OurTypes()
        let alias = AliasOf(type)
        where alias is not null
        orderby alias
        select IsGrainInterface(type)
            ? $"{alias}: {string.Join("; ", type.GetMethods().OrderBy(method => method.Name, StringComparer.Ordinal).Select(Signature))}"
            : $"{alias}: {string.Join(", ", type.GetProperties().Where(IsSent).Select(property => $"{property.Name} {Name(property.PropertyType)}"))}";

    private static IEnumerable<string> Discriminators() =>
        from assembly in new[] { typeof(ICallGrain).Assembly, typeof(CallRecord).Assembly, typeof(ConnectPlan).Assembly, typeof(PlaneEvent).Assembly }
        from type in assembly.GetTypes()
        from derived in type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false)
        where derived.TypeDiscriminator is not null
        orderby type.FullName, derived.TypeDiscriminator
        select $"json {type.Name} {derived.TypeDiscriminator}: {string.Join(", ", derived.DerivedType.GetProperties().Where(IsSent).Select(property => $"{property.Name} {Name(property.PropertyType)}"))}";

    private static IEnumerable<string> Records() =>
        from type in new[] { typeof(CallRecord), typeof(ConnectRecord), typeof(ControlRecord), typeof(ScriptRecord), typeof(ScriptMemory), typeof(ScriptSource), typeof(Routine), typeof(DialedCall), typeof(ScriptToServe), typeof(LegTrack), typeof(LegTerms), typeof(ConnectPlan), typeof(PlannedGroup), typeof(PlannedLeg), typeof(StreamSettings) }
        select $"stored {type.Name}: {string.Join(", ", type.GetProperties().Where(IsSent).Select(property => $"{property.Name} {Name(property.PropertyType)}"))}";

    private static string Signature(MethodInfo method) =>
        $"{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)))}) {Name(method.ReturnType)}";

    private static IEnumerable<Type> OurTypes() =>
        typeof(ICallGrain).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith("Orchestrator", StringComparison.Ordinal) == true);

    private static string? AliasOf(Type type) => type.GetCustomAttributes<AliasAttribute>(inherit: false).SingleOrDefault()?.Alias;

    private static bool IsGrainInterface(Type type) => type.IsInterface && typeof(IGrain).IsAssignableFrom(type);

    private static bool IsSent(PropertyInfo property) =>
        property.GetCustomAttribute<JsonIgnoreAttribute>() is null && property.Name is not ("EqualityContract" or "Sentence" or "IsAbnormal");

    private static string Name(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? $"{Name(inner)}?"
        : type.IsArray ? $"{Name(type.GetElementType()!)}[]"
        : type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
