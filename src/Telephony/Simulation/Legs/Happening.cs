namespace Orchestrator.Telephony.Simulation.Legs;

/// <summary>What a far end, or the wire, does to a leg at a moment of its own choosing.</summary>
internal abstract record Happening
{
    public static Happening Ringing { get; } = new Rings();
    public static Happening EarlyMedia { get; } = new SendsEarlyMedia();
    public static Happening Answer { get; } = new Answers();
    public static Happening LostMedia { get; } = new LosesMedia();
    public static Happening RemoteHangUp { get; } = new HangsUp();

    public sealed record Rings : Happening;

    public sealed record SendsEarlyMedia : Happening;

    public sealed record Answers : Happening;

    public sealed record Rejects(int Status) : Happening;

    public sealed record Presses(char Digit) : Happening;

    public sealed record LosesMedia : Happening;

    public sealed record HangsUp : Happening;

    /// <summary>Our CANCEL comes to its end, one way or the other.</summary>
    public sealed record CancelSettles(Port.EndCause Cause) : Happening;

    public sealed record PlaybackRunsOut(string PlaybackId) : Happening;
}
