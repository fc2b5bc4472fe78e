using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Routing;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>The OpenAPI document against what is really there.</summary>
[Collection(ServiceFixture.Collection)]
public sealed class OpenApiTests(ServiceFixture service)
{
    private readonly Api _api = new(service.Anonymous);

    [Fact]
    public async Task Document_WithoutCredentials_ListsEveryRouteThereIs()
    {
        var document = await Document();

        var listed = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"));

        string[] there = [.. Actions(), "GET /health/live", "GET /health/ready"];
        Assert.Equal(there.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Document_EveryReference_LeadsSomewhere()
    {
        var document = await Document();
        var references = Nodes(document).OfType<JsonObject>().Select(node => node["$ref"]).OfType<JsonValue>().Select(value => value.GetValue<string>()).ToList();

        Assert.NotEmpty(references);
        Assert.All(references.Distinct(), reference =>
        {
            Assert.StartsWith("#/", reference, StringComparison.Ordinal);
            Assert.NotNull(reference.Split('/').Skip(1).Aggregate<string, JsonNode?>(document, (node, name) => node?[name]));
        });
    }

    [Fact]
    public async Task Document_EveryOperationOfTheApi_NeedsCredentialsAndSaysWhatCanGoWrong()
    {
        var document = await Document();

        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject())
            {
                Assert.NotEmpty(operation!["summary"]!.GetValue<string>());
                if (path.StartsWith("/health/", StringComparison.Ordinal)) continue;
                Assert.True(operation["security"]?.AsArray().Count > 0, $"{method} {path}");
                Assert.NotNull(operation["responses"]!["401"]!["content"]!["application/problem+json"]);
                Assert.NotNull(operation["responses"]!["503"]);
            }
        }

        Assert.Equal("basic", document["components"]!["securitySchemes"]!["Basic"]!["scheme"]!.GetValue<string>());
    }

    [Fact]
    public async Task Example_OfAStart_IsTakenAsItStands()
    {
        var document = await Document();
        var body = document["paths"]!["/api/v1/connects"]!["post"]!["requestBody"]!["content"]!["application/json"]!["example"]!;
        var script = document["paths"]!["/api/v1/swml/validate"]!["post"]!["requestBody"]!["content"]!["application/json"]!["example"]!;
        var api = service.Api("alpha");

        var started = await api.Post("/api/v1/connects", body.ToJsonString());
        var valid = await api.Post("/api/v1/swml/validate", script.ToJsonString());

        Assert.True(started.Status == 202, started.ToString());
        Assert.True(valid.Json["valid"]!.GetValue<bool>());
        await api.Delete(started.Header("Location")!);
    }

    [Fact]
    public async Task Views_HaveTheMembersThatTheDocumentNames()
    {
        var document = await Document();
        var api = service.Api("alpha");
        var id = await api.Started("""{ "to": "sip:busy@sim;status=486;after=0" }""");
        var view = await api.UntilComplete(id);
        var call = (await api.Get($"/api/v1/calls/{view["call_id"]!.GetValue<string>()}")).Json;

        AssertMembers("ConnectView", view);
        AssertMembers("LegView", view["legs"]![0]!);
        AssertMembers("CallView", call);
        AssertMembers("EntryBody", (await api.Timeline(id))[0]!);

        void AssertMembers(string schema, JsonNode shown) => Assert.Equal(
            document["components"]!["schemas"]![schema]!["properties"]!.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal),
            shown.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
    }

    private async Task<JsonNode> Document()
    {
        var answer = await _api.Get("/openapi/v1.json");
        Assert.Equal(200, answer.Status);
        Assert.StartsWith("3.", answer.Json["openapi"]!.GetValue<string>(), StringComparison.Ordinal);
        return answer.Json;
    }

    private static IEnumerable<string> Actions() =>
        from controller in typeof(GatewayServices).Assembly.GetTypes()
        where typeof(ControllerBase).IsAssignableFrom(controller) && !controller.IsAbstract
        let prefix = controller.GetCustomAttribute<RouteAttribute>()!.Template
        from action in controller.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        from attribute in action.GetCustomAttributes<HttpMethodAttribute>()
        from method in attribute.HttpMethods
        select $"{method} /{prefix}{(attribute.Template is null ? "" : $"/{attribute.Template}")}";

    private static IEnumerable<JsonNode> Nodes(JsonNode node) => node switch
    {
        JsonObject parent => parent.Select(member => member.Value).OfType<JsonNode>().SelectMany(Nodes).Prepend(parent),
        JsonArray list => list.OfType<JsonNode>().SelectMany(Nodes).Prepend(list),
        _ => [node],
    };
}
