namespace Orchestrator.Grains.Engine;

/// <summary>
/// References to grains by what is known of their interface. Orleans' own <c>GetGrain</c> reads the interface's attributes and formats its name anew each
/// time, which was a twentieth of what a call cost.
/// </summary>
internal static class GrainKinds
{
    /// <summary>As <c>GetGrain</c>.</summary>
    public static TGrain Of<TGrain>(this IGrainFactory grains, string id)
        where TGrain : class, IGrainWithStringKey
    {
        if (Kind<TGrain>.Known is { } known)
            return (TGrain)grains.GetGrain(GrainId.Create(known.Type, id), known.Interface);
        var grain = grains.GetGrain<TGrain>(id);
        if (grain is GrainReference reference)
            Kind<TGrain>.Known = new(reference.GrainId.Type, reference.InterfaceType);
        return grain;
    }

    private sealed record Names(GrainType Type, GrainInterfaceType Interface);

    /// <summary>The same for all silos of a process: both names come from the types.</summary>
    private static class Kind<TGrain>
    {
        public static volatile Names? Known;
    }
}
