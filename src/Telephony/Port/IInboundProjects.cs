namespace Orchestrator.Telephony.Port;

/// <summary>Whose the calls are that come in: for a plane that lets each project have so many.</summary>
public interface IInboundProjects
{
    /// <param name="called">E.164 number or SIP URI.</param>
    /// <param name="projectId">Whose network it comes from; null: the plane does not know.</param>
    /// <returns>Null: nobody's.</returns>
    ValueTask<string?> Of(string called, string? projectId);

    /// <summary>One call more than the project may have was refused.</summary>
    void Refused(string projectId);
}
