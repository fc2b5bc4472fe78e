using System.Text.RegularExpressions;

namespace Orchestrator.Deploy.Tests.Support;

/// <summary>
/// The compose file as far as it is used here: reading fails on a member that is not listed, so that a misspelt one, which an engine
/// refuses, is refused here too.
/// </summary>
internal sealed class Compose
{
    public string Name { get; set; } = "";

    public Dictionary<string, ComposeService> Services { get; set; } = [];

    public Dictionary<string, Dictionary<string, string>> Networks { get; set; } = [];

    public Dictionary<string, Dictionary<string, string>> Volumes { get; set; } = [];

    public static string Text => Checkout.Text("deploy", "compose.yaml");

    public static Compose Load() => Yaml.ReadCompose(Text);
}

internal sealed partial class ComposeService
{
    public string Image { get; set; } = "";

    public ComposeBuild? Build { get; set; }

    public List<string> Command { get; set; } = [];

    public Dictionary<string, string> Environment { get; set; } = [];

    public List<string> EnvFile { get; set; } = [];

    public List<string> Volumes { get; set; } = [];

    public List<string> Ports { get; set; } = [];

    public List<string> Networks { get; set; } = [];

    /// <summary><c>service:NAME</c>: in that one's network.</summary>
    public string? NetworkMode { get; set; }

    public List<string> Profiles { get; set; } = [];

    public object? DependsOn { get; set; }

    public Dictionary<string, object> Healthcheck { get; set; } = [];

    public string Restart { get; set; } = "no";

    public string? User { get; set; }

    public bool ReadOnly { get; set; }

    public List<string> Tmpfs { get; set; } = [];

    public List<string> CapDrop { get; set; } = [];

    public List<string> SecurityOpt { get; set; } = [];

    public string StopGracePeriod { get; set; } = "10s";

    /// <summary>Runs one of the two programs.</summary>
    public bool IsOurs => Build?.Target is not null;

    /// <summary>The environment as it is when nothing is set that has a default.</summary>
    public Dictionary<string, string> Unset() => Environment.ToDictionary(setting => setting.Key, setting => Default().Replace(setting.Value, "$1"));

    [GeneratedRegex(@"\$\{\w+:-([^}]*)\}")]
    private static partial Regex Default();

    public IEnumerable<string> DependsOnServices => DependsOn switch
    {
        IDictionary<object, object> map => map.Keys.Cast<string>(),
        IList<object> list => list.Cast<string>(),
        _ => [],
    };
}

internal sealed class ComposeBuild
{
    public string Context { get; set; } = "";

    public string? Dockerfile { get; set; }

    public string? Target { get; set; }
}
