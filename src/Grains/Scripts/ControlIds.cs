using System.Globalization;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Scripts;

/// <summary>
/// What a wish is called outside: <c>SCRIPT.WISH</c>. It follows from the script and the wish alone, so a wish that is carried out again
/// is known for the same one, and what comes of it finds its way back.
/// </summary>
internal static class ControlIds
{
    public static string Of(string scriptId, long wish) => string.Create(CultureInfo.InvariantCulture, $"{scriptId}.{wish}");

    /// <returns>Null: it is not of a script.</returns>
    public static (string ScriptId, long Wish)? Read(string controlId)
    {
        var dot = controlId.LastIndexOf('.');
        return dot > 0 && CallIds.IsScript(controlId[..dot])
            && long.TryParse(controlId.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var wish)
            ? (controlId[..dot], wish)
            : null;
    }
}
