using System.Text.RegularExpressions;

namespace Orchestrator.Grains.Interfaces.Addresses;

/// <summary>How addresses are named: a phone number belongs to one project of all, a Resource address is its project's own.</summary>
public static partial class AddressKeys
{
    public static string OfNumber(string number) => number;

    public static string OfResource(string projectId, string context, string name) => $"{projectId}/{context}/{name}";

    /// <summary>The address that is called by what an INVITE or a request names.</summary>
    /// <param name="called">E.164 number, SIP URI or <c>/context/name</c>.</param>
    /// <param name="projectId">Whose network it came from; null: nobody knows.</param>
    /// <returns>Null: it can be nobody's.</returns>
    public static string? OfCalled(string called, string? projectId)
    {
        if (called.StartsWith('/'))
            return Resource().Match(called) is { Success: true } resource ? Of(projectId, resource.Groups["context"].Value, resource.Groups["name"].Value) : null;
        var user = SipUser().Match(called) is { Success: true } sip ? Uri.UnescapeDataString(sip.Groups["user"].Value) : called;
        return IsNumber(user) ? OfNumber(user) : IsName(user) ? Of(projectId, "public", user) : null;
    }

    public static bool IsNumber(string text) => Number().IsMatch(text);

    public static bool IsName(string text) => Name().IsMatch(text);

    private static string? Of(string? projectId, string context, string name) => projectId is null ? null : OfResource(projectId, context, name);

    [GeneratedRegex(@"\A\+[1-9][0-9]{1,14}\z")]
    private static partial Regex Number();

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A/(?<context>public|private)/(?<name>[A-Za-z0-9._-]{1,64})(\?.*)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Resource();

    [GeneratedRegex(@"\Asips?:(?<user>[^@:;]+)(:[^@]*)?@", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex SipUser();
}
