namespace Orchestrator.Gateway.Lists;

/// <summary>A page of a list.</summary>
/// <param name="Data">The rows.</param>
/// <param name="NextCursor">Where the next page begins; null: this is the last.</param>
/// <param name="HasMore">Whether there is a next page.</param>
public sealed record Page<T>(IReadOnlyList<T> Data, string? NextCursor, bool HasMore);
