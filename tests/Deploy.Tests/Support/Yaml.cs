using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Orchestrator.Deploy.Tests.Support;

/// <summary>YAML with its merges (<c>&lt;&lt;</c>) carried out. A member nobody knows is an error, as is one given twice.</summary>
internal static class Yaml
{
    private static readonly IDeserializer Camels = With(CamelCaseNamingConvention.Instance);
    private static readonly IDeserializer Snakes = With(UnderscoredNamingConvention.Instance);

    public static T Read<T>(string text) => Camels.Deserialize<T>(Merged(text));

    /// <summary>What begins with <c>x-</c> is there to be merged from, and gone then.</summary>
    public static Compose ReadCompose(string text)
    {
        var tree = Snakes.Deserialize<Dictionary<string, object>>(Merged(text)).Where(pair => !pair.Key.StartsWith("x-", StringComparison.Ordinal));
        return Snakes.Deserialize<Compose>(new SerializerBuilder().Build().Serialize(tree.ToDictionary()));
    }

    private static MergingParser Merged(string text)
    {
        // Before the merge, behind which what is overridden stands there twice.
        new YamlStream().Load(new StringReader(text));
        return new MergingParser(new Parser(new StringReader(text)));
    }

    private static IDeserializer With(INamingConvention names) => new DeserializerBuilder().WithNamingConvention(names).Build();
}
