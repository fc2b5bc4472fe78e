using k8s;
using k8s.Models;

namespace Orchestrator.Deploy.Tests.Support;

/// <summary>A pod of a workload: its name, what it runs and is told.</summary>
internal sealed record Pod(string Name, string Role, V1PodSpec Spec)
{
    public V1Container Container => Assert.Single(Spec.Containers);

    public bool IsOurs => Container.Image.StartsWith("orchestrator/", StringComparison.Ordinal);

    /// <summary>What is written down; secrets and fields of the pod are known only to a cluster.</summary>
    public Dictionary<string, string> Environment => Container.Env.Where(variable => variable.Value is not null).ToDictionary(variable => variable.Name, variable => variable.Value);
}

/// <summary>
/// The Kubernetes manifests, read strictly into the types of the API: an unknown member, or one of the wrong kind, is an error.
/// </summary>
internal static class Manifests
{
    public static IReadOnlyList<object> Of(string folder) =>
        [.. Checkout.Files($"kubernetes/{folder}", "*.yaml").Where(file => !file.EndsWith("kustomization.yaml", StringComparison.Ordinal))
            .SelectMany(file => KubernetesYaml.LoadAllFromString(Checkout.Text("deploy", file), strict: true))];

    public static IReadOnlyList<object> Base { get; } = Of("base");

    public static IReadOnlyList<object> Example { get; } = Of("overlays/example");

    public static IReadOnlyList<object> Sip { get; } = Of("overlays/sip");

    /// <summary>What real SIP changes of a plane node.</summary>
    public static V1PodSpec SipPlane { get; } = Sip.OfType<V1StatefulSet>().Single().Spec.Template.Spec;

    public static IEnumerable<Pod> Pods() => Base.Concat(Example).Select(PodOf).OfType<Pod>();

    private static Pod? PodOf(object workload) => workload switch
    {
        V1Deployment d => new Pod(d.Metadata.Name, d.Spec.Template.Metadata.Labels["app.kubernetes.io/component"], d.Spec.Template.Spec),
        V1StatefulSet s => new Pod(s.Metadata.Name, s.Spec.Template.Metadata.Labels["app.kubernetes.io/component"], s.Spec.Template.Spec),
        _ => null,
    };
}
