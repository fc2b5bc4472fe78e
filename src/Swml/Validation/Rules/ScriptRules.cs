using System.Text;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>
/// The scripts that hang on a connect. Placeholders inside a list of steps are that script's own business: it fills them in when it
/// runs. Only a script given as one string can itself be open.
/// </summary>
internal static class ScriptRules
{
    /// <summary>A URL, or JSON text of a list; an empty list is no script, so that one destination can do without an inherited one.</summary>
    public static object? Confirm(ValueReader reader, SwmlNode node)
    {
        if (node is not ListNode list) return reader.Text(node, "an http or https URL, or a list of steps", UrlRules.IsWeb);
        reader.Steps.Nested.Steps(list, StepScope.Confirm);
        return list.Items.IsEmpty ? null : SwmlJson.Write(list);
    }

    public static object? Result(ValueReader reader, SwmlNode node)
    {
        new BranchRules(reader.Steps.Nested, StepScope.Script).Result(node);
        return SwmlJson.Write(node);
    }

    public static object? TransferAfterBridge(ValueReader reader, SwmlNode node) =>
        reader.Text(node, "an http or https URL, or a SWML document as a JSON string", text => Holds(reader, node, text), isSecret: true);

    /// <summary>What <c>execute</c> and <c>transfer</c> lead to: text of a document, a URL, or a section of this one.</summary>
    public static object? Dest(ValueReader reader, SwmlNode node)
    {
        if (node is ObjectNode)
        {
            new DocumentRules(reader.Errors, reader.Limits).Check(node);
            return SwmlJson.Write(node);
        }

        return reader.Text(node, "a section of this document, an http or https URL, or a SWML document",
            text => text.Contains("://", StringComparison.Ordinal) || text.TrimStart().StartsWith('{')
                ? Holds(reader, node, text)
                : reader.Steps.Sections?.Contains(text) ?? text.Length > 0);
    }

    /// <summary>A document in a string is validated like any other; its errors are reported at the string, each by its own sentence.</summary>
    private static bool Holds(ValueReader reader, SwmlNode node, string text)
    {
        if (!text.TrimStart().StartsWith('{')) return UrlRules.IsWeb(text);

        foreach (var error in SwmlValidator.Read(Encoding.UTF8.GetBytes(text), "application/json", reader.Limits).Errors)
        {
            reader.Errors.Add(
                ErrorCodes.MethodParameterInvalidValue,
                node,
                $"a document with an error ({error.Code} at \"{error.Pointer}\": {error.Found})",
                error.Expected);
        }

        return true;
    }
}
