using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Orchestrator.Deploy.Tests.Support;

/// <summary>YAML with its merges (<c>&lt;&lt;</c>) carried out. A member nobody knows is an error, as is one given twice.</summary>
internal static class Yaml
{
    private static readonly IDeserializer Deserializer =
        new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().Build();

    public static T Read<T>(string text) => Deserializer.Deserialize<T>(new MergingParser(new Parser(new StringReader(text))));

    /// <summary>Objects as dictionaries, lists as lists, the rest as text.</summary>
    public static Dictionary<string, object> Tree(string text) =>
        (Dictionary<string, object>)Plain(Read<object>(text))!;

    public static int Documents(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Count;
    }

    private static object? Plain(object? node) => node switch
    {
        IDictionary<object, object> map => map.ToDictionary(pair => (string)pair.Key, pair => Plain(pair.Value)!, StringComparer.Ordinal),
        IList<object> list => list.Select(Plain).ToList(),
        _ => node,
    };
}
