using System.Globalization;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.Registration;

/// <summary>Steps 6 to 8 of RFC 3261 section 10.3: all of a REGISTER's changes or none.</summary>
public static class BindingRules
{
    public static (IReadOnlyList<Binding> Bindings, SipResponse? Refusal) Apply(
        SipRequest request, SipTarget source, IReadOnlyList<Binding> current, RegistrarTerms terms, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(terms);
        var contacts = request.Headers.Values(HeaderNames.Contact).ToList();
        if (contacts.Contains("*")) return RemoveAll(request, contacts.Count, current);

        var bindings = current.ToList();
        foreach (var contact in request.Contacts)
        {
            var seconds = Seconds(contact, request, terms);
            if (seconds > 0 && seconds < terms.Least.TotalSeconds) return (current, TooBrief(request, terms));
            var known = bindings.FindIndex(binding => binding.Uri.IsSameAs(contact.Uri) || IsSameDevice(binding.Contact, contact));
            if (known >= 0 && IsLate(request, bindings[known])) return (current, SipResponses.To(request, 500));
            if (known >= 0) bindings.RemoveAt(known);
            if (seconds > 0) bindings.Add(new Binding(contact, request.CallId, request.CSeq.Number, now.AddSeconds(seconds), Priority(contact), source));
        }
        return bindings.Count > terms.MostBindings
            ? (current, SipResponses.To(request, 403, "Too many devices"))
            : ([.. bindings.OrderByDescending(binding => binding.Priority)], null);
    }

    /// <summary>The 200: every device that is registered, with the time it has left.</summary>
    public static SipResponse Listing(SipRequest request, IReadOnlyList<Binding> bindings, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(bindings);
        var response = SipResponses.To(request, 200);
        foreach (var binding in bindings)
            response.Headers.Add(HeaderNames.Contact, string.Create(CultureInfo.InvariantCulture, $"<{binding.Uri}>;expires={Math.Ceiling((binding.Expires - now).TotalSeconds)}"));
        response.Headers.Add(HeaderNames.Date, now.ToString("ddd, dd MMM yyyy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture));
        return response;
    }

    // "*" stands alone, with Expires: 0.
    private static (IReadOnlyList<Binding>, SipResponse?) RemoveAll(SipRequest request, int contacts, IReadOnlyList<Binding> current)
    {
        if (contacts != 1 || request.Expires != 0) return (current, SipResponses.To(request, 400));
        return current.Any(binding => IsLate(request, binding)) ? (current, SipResponses.To(request, 500)) : ([], null);
    }

    // RFC 5626 section 6: a device that comes back from another address takes the place of what it was.
    private static bool IsSameDevice(NameAddress one, NameAddress other) =>
        one.Parameters["+sip.instance"] is { } instance && instance == other.Parameters["+sip.instance"] && one.Parameters["reg-id"] == other.Parameters["reg-id"];

    // Of one Call-ID only a higher number changes anything.
    private static bool IsLate(SipRequest request, Binding binding) => binding.CallId == request.CallId && request.CSeq.Number <= binding.Sequence;

    private static int Seconds(NameAddress contact, SipRequest request, RegistrarTerms terms)
    {
        // An unreadable time is taken for the default (section 10.3 step 7 and 20.19).
        var asked = contact.Parameters["expires"] is { } own
            ? SipText.TryNumber(own, out var number) ? number : (uint)terms.Default.TotalSeconds
            : request.Expires ?? (uint)terms.Default.TotalSeconds;
        return (int)Math.Min(asked, terms.Most.TotalSeconds);
    }

    private static double Priority(NameAddress contact) =>
        double.TryParse(contact.Parameters["q"], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var q) ? Math.Clamp(q, 0, 1) : 1;

    private static SipResponse TooBrief(SipRequest request, RegistrarTerms terms)
    {
        var response = SipResponses.To(request, 423);
        response.Headers.Add(HeaderNames.MinExpires, ((int)terms.Least.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        return response;
    }
}
