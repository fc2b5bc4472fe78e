using Orchestrator.Swml.Documents;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>Which script a step belongs to.</summary>
internal enum StepScope
{
    /// <summary>A section, or what it nests.</summary>
    Script,

    /// <summary>The list that a callee must pass before the bridge: only some methods may stand there.</summary>
    Confirm,

    /// <summary>A whole document that a callee must pass: it may do anything but join the call to another one.</summary>
    ConfirmDocument,
}

/// <summary>Steps: an object with one key, the method's name, or the bare name of a method that needs no properties.</summary>
internal sealed class StepRules(ErrorCollector errors, SwmlLimits limits)
{
    /// <summary>Everything has been filled in: nothing is open any more.</summary>
    public bool IsFinal { get; init; }

    /// <summary>The sections that a step may name; null: they are not known here.</summary>
    public IReadOnlySet<string>? Sections { get; init; }

    /// <summary>For steps inside a step: they are filled in when they run.</summary>
    public StepRules Nested => IsFinal ? new StepRules(errors, limits) { Sections = Sections } : this;

    public ErrorCollector Errors => errors;

    public SwmlLimits Limits => limits;

    public void Steps(ListNode list, StepScope scope)
    {
        foreach (var step in list.Items) Step(step, scope);
    }

    /// <summary>A property that holds steps.</summary>
    public void StepsOf(SwmlNode property, StepScope scope)
    {
        if (property is ListNode list) Steps(list, scope);
        else errors.Invalid(property, "a list of steps");
    }

    private void Step(SwmlNode step, StepScope scope)
    {
        switch (step)
        {
            case TextNode { Value: "" } or ObjectNode { Members.IsEmpty: true }:
                errors.Add(ErrorCodes.MethodMissingName, step, Shown.Value(step), "a method's name");
                break;
            case TextNode { Value: var name }:
                Method(name, step, null, scope);
                break;
            case ObjectNode { Members: [var method] }:
                Method(method.Name, method.Value, method, scope);
                break;
            case ObjectNode { Members: var members }:
                errors.Add(ErrorCodes.ElementInvalidValue, step, $"a step with {members.Length} names", "one method a step");
                foreach (var method in members) Method(method.Name, method.Value, method, scope);
                break;
            default:
                errors.Add(ErrorCodes.ElementWrongType, step, Shown.Type(step), "a method, as an object with its name as the one key");
                break;
        }
    }

    /// <param name="written">The member that names the method; null for a bare name.</param>
    private void Method(string name, SwmlNode node, SwmlMember? written, StepScope scope)
    {
        if (name.Length == 0)
            Report(ErrorCodes.MethodMissingName, "an empty name", "a method's name");
        else if (scope is StepScope.Confirm && MethodRegistry.IsKnown(name) && !MethodRegistry.MayConfirm(name))
            Report(ErrorCodes.MethodParameterInvalidValue, $"the method {name} in confirm", $"one of {MethodRegistry.ConfirmMethods}");
        else if (scope is StepScope.ConfirmDocument && name is "connect" or "enter_queue")
            Report(ErrorCodes.MethodParameterInvalidValue, $"the method {name} in confirm", "a method that does not join this call to another");
        else if (MethodRegistry.Find(name) is { } rule)
            rule(this, node, written is null, scope);
        else if (MethodRegistry.IsKnown(name))
            Report(ErrorCodes.MethodUndefined, $"the method {name}", "another method: this one is not supported by this engine yet");
        else
            Report(ErrorCodes.MethodUndefined, $"the unknown method {Shown.Name(name)}", Suggestion(name));

        void Report(string code, string found, string expected)
        {
            if (written is null) errors.Add(code, node, found, expected);
            else errors.Add(code, written, found, expected);
        }
    }

    private static string Suggestion(string name) =>
        NearName.Of(name, MethodRegistry.Supported) is { } near ? $"perhaps {near}" : "a method of SWML";
}
