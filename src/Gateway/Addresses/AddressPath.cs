using Orchestrator.Gateway.Problems;
using Orchestrator.Grains.Interfaces.Addresses;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Gateway.Addresses;

/// <summary>The address that a path names: its key, or what is wrong with it.</summary>
internal sealed record AddressPath(string Written, string? Key, ErrorItem? Error)
{
    public static AddressPath Of(string number) => AddressKeys.IsNumber(number)
        ? new(number, AddressKeys.OfNumber(number), null)
        : new(number, null, Wrong("number", number, "a phone number: + and 2 to 15 digits, the first not 0"));

    public static AddressPath Of(string context, string name, string projectId) =>
        context is not ("public" or "private") ? new(name, null, Wrong("context", context, "public or private"))
        : !AddressKeys.IsName(name) ? new(name, null, Wrong("name", name, "1 to 64 of A-Z a-z 0-9 . _ -"))
        : new($"/{context}/{name}", AddressKeys.OfResource(projectId, context, name), null);

    private static ErrorItem Wrong(string part, string written, string expected) =>
        new(RequestErrorCodes.InvalidValue, $"path:{part}", $"Path: found the {part} {Shown.Text(written)}; expected {expected}.", Shown.Text(written), expected, null, null);
}
