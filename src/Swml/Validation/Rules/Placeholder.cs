namespace Orchestrator.Swml.Validation.Rules;

/// <summary>Tells strings that are filled in when the step runs: <c>${…}</c> and <c>%{…}</c>, anywhere in them, mean the same.</summary>
internal static class Placeholder
{
    public static bool IsIn(string text)
    {
        for (var start = text.IndexOf('{', StringComparison.Ordinal); start >= 0; start = text.IndexOf('{', start + 1))
        {
            if (start > 0 && text[start - 1] is '$' or '%') return text.IndexOf('}', start) >= 0;
        }

        return false;
    }
}
