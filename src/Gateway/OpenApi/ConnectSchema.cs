using Microsoft.OpenApi;

namespace Orchestrator.Gateway.OpenApi;

/// <summary>The body of <c>POST /connects</c>. The connect object is SWML's own and has its own page; here only its four strategies.</summary>
internal static class ConnectSchema
{
    public static OpenApiSchema Request() => Object(
        ["connect"],
        ("call", Caller()),
        ("call_id", Text("Run the connect on this call; instead of call.")),
        ("connect", Connect()));

    private static OpenApiSchema Caller()
    {
        var caller = Object(
            ["from", "to"],
            ("from", Text("E.164 number or SIP URI.")),
            ("to", Text("E.164 number or SIP URI.")),
            ("answered", new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "Whether the caller is answered already; false." }),
            ("hangup_after", Whole("Milliseconds from the request after which the caller hangs up by himself.", 0, 86_400_000)));
        caller.Description = "Bring up this caller; instead of call_id.";
        return caller;
    }

    private static OpenApiSchema Connect() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "The properties of SWML's connect. Exactly one of to, serial, parallel, serial_parallel.",
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["to"] = Text("One destination: +E.164, sip: or sips: URI."),
            ["serial"] = List("One after another.", Destination()),
            ["parallel"] = List("All at once; the first to answer wins.", Destination()),
            ["serial_parallel"] = List("Groups one after another, those of a group at once.", List(null, Destination())),
            ["timeout"] = Whole("Longest ringing of a leg, seconds; 60.", 1, null),
            ["max_duration"] = Whole("Longest bridge, seconds; 14400.", 1, null),
            ["answer_on_bridge"] = new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "Answer the caller only when a leg has won." },
        },
    };

    private static OpenApiSchema Destination() => Object(
        ["to"],
        ("to", Text("+E.164, sip: or sips: URI.")),
        ("timeout", Whole("Longest ringing, seconds.", 1, null)),
        ("call_state_url", Text("Where the states of this leg are reported.")));

    private static OpenApiSchema Object(string[] required, params (string Name, OpenApiSchema Schema)[] properties) => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string>(required),
        Properties = properties.ToDictionary(property => property.Name, property => (IOpenApiSchema)property.Schema),
    };

    private static OpenApiSchema List(string? description, OpenApiSchema item) =>
        new() { Type = JsonSchemaType.Array, Description = description, Items = item, MinItems = 1 };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    private static OpenApiSchema Whole(string description, long least, long? most) => new()
    {
        Type = JsonSchemaType.Integer,
        Description = description,
        Minimum = least.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Maximum = most?.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
