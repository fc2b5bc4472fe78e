using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Orchestrator.Gateway.OpenApi;

/// <summary>The bodies that actions read themselves.</summary>
internal static class RequestBodies
{
    public const string Connect = "connect";
    public const string Document = "document";
    public const string Address = "address";
    public const string Inbound = "inbound";
    public const string Calling = "calling";

    public static OpenApiRequestBody Of(string name) => name switch
    {
        Connect => Body(ConnectSchema.Request(), """
            {
              "call": { "from": "+15550100001", "to": "+15550109999", "answered": true },
              "connect": { "serial": [ { "to": "sip:desk@sim?", "timeout": 20 }, { "to": "+15550100150" } ] }
            }
            """.Replace("@sim?", "@sim;answer=off", StringComparison.Ordinal)),
        Document => Body(new OpenApiSchema { Type = JsonSchemaType.Object, Description = "A SWML document." }, """
            { "version": "1.0.0", "sections": { "main": [ "answer", { "connect": { "to": "+15550100150" } } ] } }
            """),
        Address => Body(new OpenApiSchema { Type = JsonSchemaType.Object, Description = "Exactly one of swml (a document), url, to (a destination) and subscriber (with the password of his phones); fallback_url with url." }, """
            { "swml": { "sections": { "main": [ "answer", { "play": { "url": "say:Welcome." } }, { "connect": { "to": "+15550100150" } } ] } } }
            """),
        Inbound => Body(new OpenApiSchema { Type = JsonSchemaType.Object, Description = "from, to, and hangup_after in milliseconds if he is to hang up by himself." }, """
            { "from": "sip:alice@sim;digits=1%40500", "to": "/public/support" }
            """),
        Calling => Body(new OpenApiSchema { Type = JsonSchemaType.Object, Description = "command, the id of a call for all but dial, and params." }, """
            { "command": "dial", "params": { "from": "+15550100001", "to": "+15550100150", "swml": { "sections": { "main": [ { "play": { "url": "say:Hello." } } ] } } } }
            """),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such body."),
    };

    private static OpenApiRequestBody Body(OpenApiSchema schema, string example)
    {
        var json = new OpenApiMediaType { Schema = schema, Example = JsonNode.Parse(example) };
        return new OpenApiRequestBody
        {
            Required = true,
            Description = "JSON or YAML, 256 KiB at most; with any other content type the text itself tells which.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = json,
                ["application/yaml"] = new OpenApiMediaType { Schema = schema },
            },
        };
    }
}
