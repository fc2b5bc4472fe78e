namespace Orchestrator.Gateway.OpenApi;

/// <summary>Says which of <see cref="RequestBodies"/> an action reads; it reads the body itself, so nothing else tells.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DescribedBodyAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
