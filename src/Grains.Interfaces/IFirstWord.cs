namespace Orchestrator.Grains.Interfaces;

/// <summary>A request's argument that may say that nothing can be stored yet of whom it is sent to, so that nothing need be looked up.</summary>
public interface IFirstWord
{
    /// <summary>Should it be wrong, the store refuses the first commit, and the request is made again.</summary>
    bool IsFirst { get; }
}
