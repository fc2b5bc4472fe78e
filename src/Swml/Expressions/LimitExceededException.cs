namespace Orchestrator.Swml.Expressions;

/// <summary>Thrown through the engine by what keeps an expression in bounds; never leaves <see cref="ExpressionEngine"/>.</summary>
internal sealed class LimitExceededException(string message) : Exception(message);
