using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.Registration;

/// <summary>One device of a user.</summary>
/// <param name="Flow">Where its REGISTER came from: the way to a device whose Contact leads nowhere.</param>
/// <param name="Priority">0 to 1, the highest first.</param>
public sealed record Binding(NameAddress Contact, string CallId, uint Sequence, DateTimeOffset Expires, double Priority, SipTarget Flow)
{
    public SipUri Uri => Contact.Uri;
}

/// <summary>How long a registration may last.</summary>
public sealed record RegistrarTerms
{
    public TimeSpan Default { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A shorter one is refused with 423.</summary>
    public TimeSpan Least { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A longer one is cut.</summary>
    public TimeSpan Most { get; init; } = TimeSpan.FromHours(2);

    public int MostBindings { get; init; } = 10;
}

/// <summary>
/// A registrar (RFC 3261 section 10.3) that keeps its bindings in memory. Who may register whom is asked before: it believes what it
/// is given.
/// </summary>
public sealed class Registrar(TimeProvider time, RegistrarTerms? terms = null)
{
    private readonly RegistrarTerms _terms = terms ?? new RegistrarTerms();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, IReadOnlyList<Binding>> _bindings = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The devices of a user that are registered now, the best first.</summary>
    public IReadOnlyList<Binding> Find(SipUri user)
    {
        lock (_gate) return Current(KeyOf(user));
    }

    /// <summary>Carries a REGISTER out.</summary>
    public SipResponse Answer(SipRequest request, SipTarget source)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!request.To.Uri.IsSip) return SipResponses.To(request, 400, "Bad Request - To is no SIP address");
        lock (_gate)
        {
            var key = KeyOf(request.To.Uri);
            var (bindings, refusal) = BindingRules.Apply(request, source, Current(key), _terms, time.GetUtcNow());
            if (refusal is not null) return refusal;
            if (bindings.Count == 0) _bindings.Remove(key);
            else _bindings[key] = bindings;
            return BindingRules.Listing(request, bindings, time.GetUtcNow());
        }
    }

    private IReadOnlyList<Binding> Current(string key)
    {
        if (!_bindings.TryGetValue(key, out var all)) return [];
        var now = time.GetUtcNow();
        if (all.All(binding => binding.Expires > now)) return all;
        var left = all.Where(binding => binding.Expires > now).ToList();
        if (left.Count == 0) _bindings.Remove(key);
        else _bindings[key] = left;
        return left;
    }

    // 10.3 step 5: without parameters and escapes.
    private static string KeyOf(SipUri user) => $"{user.UserText}@{user.Host}";
}
