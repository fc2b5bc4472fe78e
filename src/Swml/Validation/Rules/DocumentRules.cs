using Orchestrator.Swml.Documents;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>The frame of a document: <c>version</c>, <c>sections</c>, and <c>main</c> among them.</summary>
internal sealed class DocumentRules(ErrorCollector errors, SwmlLimits limits, StepScope scope = StepScope.Script)
{
    private static readonly string[] Names = ["version", "sections"];

    public void Check(SwmlNode document)
    {
        if (document is not ObjectNode root)
        {
            errors.Add(ErrorCodes.ElementWrongType, document, Shown.Type(document), "an object with sections");
            return;
        }

        foreach (var member in root.Members)
        {
            if (member.Name == "version") Version(member.Value);
            else if (member.Name == "sections") Sections(member.Value);
            else Unknown(member);
        }

        if (root["sections"] is null)
            errors.Add(ErrorCodes.SectionsMissing, root, "no sections", "the sections of the script, main among them");
    }

    private void Unknown(SwmlMember member)
    {
        var expected = NearName.Of(member.Name, Names) is { } near ? $"perhaps {near}" : "version and sections only";
        errors.Add(ErrorCodes.ElementUndefined, member, $"the unknown element {Shown.Name(member.Name)}", expected);
    }

    private void Version(SwmlNode version)
    {
        if (version is not TextNode { Value: "1.0.0" })
            errors.Add(ErrorCodes.VersionInvalid, version, Shown.Value(version), "\"1.0.0\", or no version");
    }

    private void Sections(SwmlNode node)
    {
        if (node is not ObjectNode sections)
        {
            errors.Add(ErrorCodes.ElementWrongType, node, Shown.Type(node), "an object of sections");
            return;
        }

        var names = sections.Members.Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        var steps = new StepRules(errors, limits) { Sections = names };
        foreach (var section in sections.Members) Section(steps, section.Value);
        if (sections["main"] is null)
            errors.Add(ErrorCodes.MainSectionMissing, sections, "no section main", "the section main, where the script starts");
    }

    private void Section(StepRules steps, SwmlNode section)
    {
        if (section is NullNode or ListNode { Items.IsEmpty: true })
            errors.Add(ErrorCodes.SectionCodeMissing, section, Shown.Type(section), "at least one step");
        else if (section is ListNode list)
            Steps(steps, list);
        else
            errors.Add(ErrorCodes.ElementWrongType, section, Shown.Type(section), "a list of steps");
    }

    private void Steps(StepRules steps, ListNode section)
    {
        steps.Steps(section, scope);
        new LabelRules(errors).Check(section);
    }
}
