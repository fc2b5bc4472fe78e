using Microsoft.AspNetCore.Mvc;

namespace Orchestrator.Gateway.Problems;

/// <summary>A problem as the answer of a controller.</summary>
internal sealed class ProblemResult(ProblemBody problem) : ActionResult
{
    public ProblemBody Problem { get; } = problem;

    public override Task ExecuteResultAsync(ActionContext context) => ProblemWriter.Write(context.HttpContext, Problem);
}
