using System.Globalization;
using k8s.Models;
using Orchestrator.Deploy.Tests.Support;

namespace Orchestrator.Deploy.Tests;

/// <summary>The manifests: right for the API (see <see cref="Manifests"/>), and what is said of them in docs/deployment.md.</summary>
public sealed class KubernetesTests
{
    private static readonly string[] Roles = ["engine", "gateway", "plane"];
    private static readonly List<Pod> Pods = [.. Manifests.Pods()];

    [Fact]
    public void Pods_RunAsNobodyAndWriteNowhere() => Assert.All(Pods, pod =>
    {
        Assert.True(pod.Spec.SecurityContext.RunAsNonRoot);
        Assert.Equal("RuntimeDefault", pod.Spec.SecurityContext.SeccompProfile.Type);
        Assert.False(pod.Spec.AutomountServiceAccountToken);
        Assert.True(pod.Container.SecurityContext.ReadOnlyRootFilesystem);
        Assert.False(pod.Container.SecurityContext.AllowPrivilegeEscalation);
        Assert.Equal(["ALL"], pod.Container.SecurityContext.Capabilities.Drop);
        Assert.Matches(@":v?\d+\.\d+\.\d+(-\w+)?$", pod.Container.Image);
        Assert.True(pod.Container.Resources.Limits.ContainsKey("memory"));
    });

    [Fact]
    public void OurPods_AreProbedWhereTheServiceAnswers() => Assert.All(Ours(), pod =>
    {
        Assert.Equal("/health/live", pod.Container.LivenessProbe.HttpGet.Path);
        Assert.Equal("/health/live", pod.Container.StartupProbe.HttpGet.Path);
        Assert.Equal("/health/ready", pod.Container.ReadinessProbe.HttpGet.Path);
        Assert.Contains($"ASPNETCORE_HTTP_PORTS={PortOf(pod, pod.Container.ReadinessProbe.HttpGet.Port)}", Checkout.Text("deploy", "Dockerfile"), StringComparison.Ordinal);
    });

    [Fact]
    public void Secrets_AreReferences()
    {
        Assert.Empty(Manifests.Base.Concat(Manifests.Example).OfType<V1Secret>());
        Assert.All(Pods.SelectMany(pod => pod.Container.Env ?? []).Where(variable => variable.Value is not null), variable =>
            Assert.DoesNotMatch("(?i)token|password|key|connection|auth", variable.Name));
    }

    [Fact]
    public void Pods_AreGrantedTheTimeTheyNeedToStop()
    {
        Assert.Equal((long)Seconds("plane.env", "Orchestrator__Plane__DrainTime") + 30, Ours().Single(pod => pod.Role == "plane").Spec.TerminationGracePeriodSeconds!.Value);
        Assert.All(Ours().Where(pod => pod.Role != "plane"), pod =>
            Assert.True(pod.Spec.TerminationGracePeriodSeconds > Seconds("gateway.env", "Orchestrator__Gateway__DrainDelay") + 30));
    }

    [Fact]
    public void DrainDelay_IsLongerThanItTakesToSeeThatAGatewayDrains()
    {
        var probe = Ours().Single(pod => pod.Role == "gateway").Container.ReadinessProbe;

        Assert.True(probe.PeriodSeconds * probe.FailureThreshold < Seconds("gateway.env", "Orchestrator__Gateway__DrainDelay"));
    }

    [Fact]
    public void Roles_AreSpreadAndDisruptedOneByOne() => Assert.All(Roles, role =>
    {
        var apart = Ours().Single(pod => pod.Role == role).Spec.Affinity.PodAntiAffinity.RequiredDuringSchedulingIgnoredDuringExecution.Single();
        Assert.Equal(("kubernetes.io/hostname", role), (apart.TopologyKey, apart.LabelSelector.MatchLabels["app.kubernetes.io/component"]));
        var budget = Manifests.Base.OfType<V1PodDisruptionBudget>().Single(budget => budget.Metadata.Name == role);
        Assert.Equal("1", budget.Spec.MaxUnavailable.Value);
    });

    [Fact]
    public void Engines_AreScaledByActiveConnectsAndNeverBelowThree()
    {
        var scaler = Manifests.Base.OfType<V2HorizontalPodAutoscaler>().Single();

        Assert.Equal(3, scaler.Spec.MinReplicas);
        Assert.Equal("orchestrator_connect_active", scaler.Spec.Metrics.Single().Pods.Metric.Name);
        Assert.Null(Manifests.Base.OfType<V1Deployment>().Single(one => one.Metadata.Name == scaler.Spec.ScaleTargetRef.Name).Spec.Replicas);
    }

    [Fact]
    public void Services_LeadToPortsOfPods() => Assert.All(Manifests.Base.Concat(Manifests.Example).OfType<V1Service>(), service =>
    {
        var pod = Pods.Single(pod => pod.Role == service.Spec.Selector["app.kubernetes.io/component"]);
        Assert.All(service.Spec.Ports, port => Assert.Contains(port.TargetPort.Value, pod.Container.Ports.Select(one => one.Name)));
    });

    [Fact]
    public void NetworkPolicies_DenyFirstAndLetInOnlyWhereSomebodyListens()
    {
        var policies = Manifests.Base.OfType<V1NetworkPolicy>().ToList();

        Assert.Contains(policies, policy => policy.Spec.PolicyTypes.Count == 2 && policy.Spec.Ingress is null && policy.Spec.Egress is null);
        Assert.All(policies.Where(policy => policy.Spec.Ingress is not null), policy =>
        {
            var selector = policy.Spec.PodSelector;
            var roles = selector.MatchLabels?["app.kubernetes.io/component"] is { } one ? [one] : selector.MatchExpressions.Single().Values;
            var open = Pods.Where(pod => roles.Contains(pod.Role)).SelectMany(pod => pod.Container.Ports).Select(port => $"{port.ContainerPort}").ToHashSet();
            Assert.DoesNotContain(policy.Spec.Ingress.SelectMany(rule => rule.Ports), port => !open.Contains(port.Port.Value));
        });
    }

    [Theory]
    [InlineData("kubernetes/base")]
    [InlineData("kubernetes/overlays/example")]
    [InlineData("kubernetes/overlays/sip")]
    [InlineData("config")]
    [InlineData("collector")]
    public void Kustomizations_NameFilesThatAreThere(string folder)
    {
        var kustomization = Yaml.Read<Kustomization>(Checkout.Text("deploy", folder, "kustomization.yaml"));
        string[] named = [.. kustomization.Resources, .. kustomization.ConfigMapGenerator.SelectMany(map => map.Envs.Concat(map.Files)),
            .. kustomization.Patches.OfType<IDictionary<object, object>>().Select(patch => patch.TryGetValue("path", out var file) ? (string)file : null).OfType<string>()];

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.True(Path.Exists(Checkout.At("deploy", folder, name)), $"{folder}: {name}"));
        // Every manifest beside it is one of its resources.
        Assert.Empty(Directory.EnumerateFiles(Checkout.At("deploy", folder), "*.yaml").Select(Path.GetFileName)
            .Where(file => folder.StartsWith("kubernetes", StringComparison.Ordinal)).Except([.. named, "kustomization.yaml"]));
    }

    [Fact]
    public void Engines_AndPlaneNodes_ReachTheWorldOutside()
    {
        var outside = Manifests.Base.OfType<V1NetworkPolicy>().Single(policy => policy.Spec.Egress?.Any(rule => rule.To?.Any(peer => peer.IpBlock?.Cidr == "0.0.0.0/0") == true) == true);

        Assert.Equal(["engine", "plane"], outside.Spec.PodSelector.MatchExpressions.Single().Values);
        Assert.Equal(["80", "443"], outside.Spec.Egress.Single().Ports.Select(port => port.Port.Value));
    }

    [Fact]
    public void SipPlane_ListensWherePhonesReachItBesideAnEngineThatOutlivesIt()
    {
        var (plane, told) = (Manifests.SipPlane, Checkout.Environment("../kubernetes/overlays/sip/sip.env"));
        var (silo, engine) = (plane.Containers.Single(), plane.InitContainers.Single());
        var program = Checkout.Text("deploy", "rtpengine", "Dockerfile");

        Assert.True(plane.HostNetwork);
        Assert.Equal("sip", told["Orchestrator__Plane__Kind"]);
        Assert.Equal(Pods.Single(pod => pod.Role == "plane").Container.Name, silo.Name); // patched, not a second one
        Assert.StartsWith("orchestrator/plane:", silo.Image, StringComparison.Ordinal);
        Assert.Equal(["plane", "sip"], silo.EnvFrom.Select(source => source.ConfigMapRef.Name));
        Assert.Equal(
            silo.Ports.Select(port => $"{port.Protocol.ToLowerInvariant()}:0.0.0.0:{port.ContainerPort}").Order(StringComparer.Ordinal),
            told.Where(setting => setting.Key.StartsWith("Orchestrator__Sip__Listen__", StringComparison.Ordinal)).Select(setting => setting.Value).Order(StringComparer.Ordinal));
        Assert.Contains(silo.Env, variable => variable.Name == "Orchestrator__Sip__AdvertisedHost" && variable.ValueFrom.FieldRef.FieldPath == "status.hostIP");
        Assert.Equal("Always", engine.RestartPolicy);
        Assert.Contains($"--listen-http={told["Orchestrator__Sip__Media__Engines__0"]["http:".Length..]}\"", program, StringComparison.Ordinal);
        Assert.Contains($"--dtmf-log-dest={told["Orchestrator__Sip__Media__DtmfListen"]}\"", program, StringComparison.Ordinal);
        Assert.All([engine.SecurityContext], context => Assert.True(context.ReadOnlyRootFilesystem == true && context.AllowPrivilegeEscalation == false && context.Capabilities.Drop.Single() == "ALL"));
    }

    [Fact]
    public void ConfigMaps_OfPodsAreGenerated()
    {
        var generated = ((string[])["config", "collector"]).SelectMany(folder =>
            Yaml.Read<Kustomization>(Checkout.Text("deploy", folder, "kustomization.yaml")).ConfigMapGenerator).Select(map => map.Name).ToList();

        Assert.All(
            Pods.SelectMany(pod => (pod.Container.EnvFrom ?? []).Select(source => source.ConfigMapRef.Name)
                .Concat((pod.Spec.Volumes ?? []).Select(volume => volume.ConfigMap.Name))),
            name => Assert.Contains(name, generated));
    }

    private static IEnumerable<Pod> Ours() => Pods.Where(pod => pod.IsOurs);

    private static int PortOf(Pod pod, IntOrString name) => pod.Container.Ports.Single(port => port.Name == name.Value).ContainerPort;

    private static double Seconds(string file, string key) => TimeSpan.Parse(Checkout.Environment(file)[key], CultureInfo.InvariantCulture).TotalSeconds;

    internal sealed class Kustomization
    {
        public string ApiVersion { get; set; } = "";

        public string Kind { get; set; } = "";

        public string? Namespace { get; set; }

        public List<string> Resources { get; set; } = [];

        public List<ConfigMap> ConfigMapGenerator { get; set; } = [];

        public List<object> Images { get; set; } = [];

        public List<object> Patches { get; set; } = [];

        public List<object> Labels { get; set; } = [];
    }

    internal sealed class ConfigMap
    {
        public string Name { get; set; } = "";

        public List<string> Envs { get; set; } = [];

        public List<string> Files { get; set; } = [];
    }
}
