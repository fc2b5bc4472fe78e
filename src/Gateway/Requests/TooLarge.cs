using Microsoft.AspNetCore.Http;
using Orchestrator.Gateway.Problems;

namespace Orchestrator.Gateway.Requests;

internal static class TooLarge
{
    public static ProblemBody Problem(int most) => ProblemBody.Of(
        StatusCodes.Status413PayloadTooLarge, ProblemCodes.BodyTooLarge, $"The body is longer than {most} bytes.");
}
