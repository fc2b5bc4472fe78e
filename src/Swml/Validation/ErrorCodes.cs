namespace Orchestrator.Swml.Validation;

/// <summary>The codes of calling SWML, as users of the language know them, and one of ours.</summary>
public static class ErrorCodes
{
    public const string ParseError = "relay_script_parse_error";
    public const string VersionInvalid = "relay_script_version_invalid";
    public const string SectionsMissing = "relay_script_sections_missing";
    public const string MainSectionMissing = "relay_script_main_section_missing";
    public const string SectionCodeMissing = "relay_script_section_code_missing";
    public const string SectionParameterUndefined = "relay_script_section_parameter_undefined";
    public const string ElementUndefined = "relay_script_element_undefined";
    public const string ElementWrongType = "relay_script_element_wrong_type";
    public const string ElementInvalidValue = "relay_script_element_invalid_value";
    public const string ElementDuplicated = "relay_script_element_duplicated";
    public const string MethodMissingName = "relay_script_method_missing_name";
    public const string MethodUndefined = "relay_script_method_undefined";
    public const string MethodParameterMissing = "relay_script_method_parameter_missing";
    public const string MethodParameterInvalidValue = "relay_script_method_parameter_invalid_value";
    public const string MethodParameterUndefined = "relay_script_method_parameter_undefined";
    public const string MethodParameterConflict = "relay_script_method_parameter_conflict";
    public const string MethodNoMatchingCondition = "relay_script_method_no_matching_condition";
    public const string MethodExecuteFailed = "relay_script_method_execute_failed";
    public const string JsEvalError = "relay_script_js_eval_error";
    public const string NestedTooDeep = "relay_script_nested_too_deep";
    public const string TooManyTransfers = "relay_script_too_many_transfers";
    /// <summary>Ours: 10,000 steps without waiting for anything.</summary>
    public const string TooManySteps = "relay_script_too_many_steps";
    public const string InternalError = "relay_script_internal_error";
}
