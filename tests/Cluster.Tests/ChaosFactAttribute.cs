namespace Orchestrator.Cluster.Tests;

/// <summary>A test that breaks a cluster for as long as CHAOS_MINUTES says; without it, it is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChaosFactAttribute : FactAttribute
{
    public const string Minutes = "CHAOS_MINUTES";

    public ChaosFactAttribute()
    {
        if (Environment.GetEnvironmentVariable(Minutes) is null)
            Skip = $"set {Minutes} to run it";
    }
}
