namespace Orchestrator.Telephony.Simulation.Addresses;

/// <summary>A far end, or what is wrong with its address: what was found and what was expected.</summary>
internal readonly record struct AddressReading(FarEnd? FarEnd, string? Problem)
{
    public static AddressReading Of(FarEnd farEnd) => new(farEnd, null);

    public static AddressReading Wrong(string problem) => new(null, problem);
}
