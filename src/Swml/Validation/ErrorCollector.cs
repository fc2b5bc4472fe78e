using System.Collections.Immutable;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Swml.Validation;

/// <summary>Gathers every error of a validation; the rules report here and go on.</summary>
internal sealed class ErrorCollector(SwmlLimits limits)
{
    private readonly List<SwmlError> _errors = [];

    /// <summary>Errors reported so far, those beyond the limit included.</summary>
    public int Count { get; private set; }

    public ImmutableArray<SwmlError> All => InDocumentOrder(_errors);

    public static ImmutableArray<SwmlError> InDocumentOrder(IEnumerable<SwmlError> errors) =>
        [.. errors.OrderBy(error => error.Position?.Line).ThenBy(error => error.Position?.Column)];

    public void Add(string code, SwmlNode at, string found, string expected) => Add(code, at, at.Position, found, expected);

    /// <summary>For an error in what a member is called rather than in its value.</summary>
    public void Add(string code, SwmlMember at, string found, string expected) => Add(code, at.Value, at.NamePosition, found, expected);

    public void Add(SwmlError error)
    {
        Count++;
        if (_errors.Count < limits.MaxErrors) _errors.Add(error);
    }

    /// <summary>A value of the wrong type or out of its range.</summary>
    public void Invalid(SwmlNode at, string expected) =>
        Add(ErrorCodes.MethodParameterInvalidValue, at, Shown.Value(at), expected);

    /// <summary>The same for a value that may be a secret: its type is told, never what it says.</summary>
    public void InvalidSecret(SwmlNode at, string expected) =>
        Add(ErrorCodes.MethodParameterInvalidValue, at, Shown.Type(at), expected);

    public void Missing(SwmlNode owner, string name) =>
        Add(ErrorCodes.MethodParameterMissing, owner, $"no {name}", $"the property {name}");

    /// <summary>An unknown property; a known one is suggested when it differs by two letters at most.</summary>
    public void Undefined(SwmlMember member, IEnumerable<string> known)
    {
        var near = NearName.Of(member.Name, known);
        var expected = near is null ? "a property that is known here" : $"a known property, perhaps {near}";
        Add(ErrorCodes.MethodParameterUndefined, member, $"the unknown property {Shown.Name(member.Name)}", expected);
    }

    private void Add(string code, SwmlNode at, SourcePosition position, string found, string expected) =>
        Add(new SwmlError(code, at.Pointer, found, expected, position));
}
