using Orchestrator.Telephony.Simulation.Legs;

namespace Orchestrator.Telephony.Simulation.Addresses;

/// <summary>Collects the URI parameters of a simulated address; nothing is silently ignored.</summary>
internal sealed class FarEndScript
{
    private const string Known = "ring, early, answer, status, after, silent, cancel, talk, digits or lost";

    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<FarEndStep> _fromInvite = [];
    private readonly List<FarEndStep> _fromAnswer = [];
    private (int Status, int Place)? _rejection;
    private TimeSpan _after = FarEnd.DefaultAfter;
    private CancelReply _onCancel = CancelReply.Confirm;

    /// <summary>Takes one parameter; gives back what is wrong with it, or null.</summary>
    public string? Add(string parameter)
    {
        var equals = parameter.IndexOf('=');
        var name = (equals < 0 ? parameter : parameter[..equals]).ToLowerInvariant();
        var value = equals < 0 ? null : Uri.UnescapeDataString(parameter[(equals + 1)..]);
        if (!_seen.Add(name)) return $"found {name} twice, expected it once";

        return name switch
        {
            "ring" => AddTimed(_fromInvite, Happening.Ringing, name, value),
            "early" => AddTimed(_fromInvite, Happening.EarlyMedia, name, value),
            "answer" => AddTimed(_fromInvite, Happening.Answer, name, value),
            "talk" => AddTimed(_fromAnswer, Happening.RemoteHangUp, name, value),
            "lost" => AddTimed(_fromAnswer, Happening.LostMedia, name, value),
            "status" => AddStatus(value),
            "after" => ParameterValue.TryTime(value, out _after) ? null : Wrong(name, value, "milliseconds"),
            "cancel" => AddCancel(value),
            "digits" => ParameterValue.TryDigits(value, _fromAnswer) ? null : Wrong(name, value, "D@T, joined by +"),
            "silent" => value is null ? null : Wrong(name, value, "no value"),
            // RFC 3261 19.1.1: about the way there, not about the far end.
            "transport" or "user" or "method" or "ttl" or "maddr" or "lr" => null,
            _ => $"found parameter '{name}', expected {Known}",
        };
    }

    /// <summary>The far end, with the defaults of what was not said.</summary>
    public AddressReading Finish()
    {
        if (_seen.Contains("after") && _rejection is null) return AddressReading.Wrong("found after without status, expected both");
        if (_seen.Contains("silent")) return FinishSilent();

        var answers = _fromInvite.Exists(step => step.What is Happening.Answers);
        if (_rejection is { } rejection)
        {
            if (answers) return AddressReading.Wrong("found both answer and status, expected one of them");
            _fromInvite.Insert(rejection.Place, new(_after, new Happening.Rejects(rejection.Status)));
        }
        else if (!_seen.Contains("answer"))
        {
            _fromInvite.Add(new(FarEnd.DefaultAnswer, Happening.Answer));
        }

        if (!_seen.Contains("ring")) _fromInvite.Insert(0, FarEnd.Ring);
        return AddressReading.Of(new FarEnd([.. _fromInvite], [.. _fromAnswer], _onCancel));
    }

    private AddressReading FinishSilent() =>
        _rejection is null && _fromInvite.Count == 0 && _fromAnswer.Count == 0
            ? AddressReading.Of(FarEnd.Silent)
            : AddressReading.Wrong("found silent together with something to do, expected silent alone");

    private static string? AddTimed(List<FarEndStep> steps, Happening what, string name, string? value)
    {
        if (value == "off") return null;
        if (!ParameterValue.TryTime(value, out var after)) return Wrong(name, value, "milliseconds or off");
        steps.Add(new(after, what));
        return null;
    }

    private string? AddStatus(string? value)
    {
        if (!ParameterValue.TryStatus(value, out var status)) return Wrong("status", value, "300 to 699");
        _rejection = (status, _fromInvite.Count);
        return null;
    }

    private string? AddCancel(string? value)
    {
        CancelReply? reply = value switch
        {
            "ok" => CancelReply.Confirm,
            "ignore" => CancelReply.Ignore,
            "answer" => CancelReply.Answer,
            _ => null,
        };
        _onCancel = reply ?? _onCancel;
        return reply is null ? Wrong("cancel", value, "ok, ignore or answer") : null;
    }

    private static string Wrong(string name, string? value, string expected) =>
        value is null ? $"found {name} without a value, expected {expected}" : $"found {name}={value}, expected {expected}";
}
