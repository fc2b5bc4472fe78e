using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Orchestrator.Gateway.Problems;
using Orchestrator.Gateway.Requests;

namespace Orchestrator.Gateway.OpenApi;

/// <summary>What the OpenAPI document says beyond what the actions' own signatures do.</summary>
internal static class ApiDocument
{
    private const string Scheme = "Basic";

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer(Describe);
        options.AddOperationTransformer(Complete);
        options.AddSchemaTransformer(SayInstant);
    }

    /// <summary>Instants have a writer of their own, which tells the schema nothing.</summary>
    private static Task SayInstant(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(DateTimeOffset)) schema.Type = JsonSchemaType.String;
        if (type == typeof(DateTimeOffset?)) schema.Type = JsonSchemaType.String | JsonSchemaType.Null;
        return Task.CompletedTask;
    }

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Call orchestrator",
            Version = "v1",
            Description = "Runs SWML connect operations and shows everything that happens to them.",
        };
        document.Servers?.Clear();
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "basic",
            Description = "User: the project's id. Password: one of its tokens.",
        };
        return Task.CompletedTask;
    }

    private static Task Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<DescribedBodyAttribute>().FirstOrDefault() is { } body)
        {
            operation.RequestBody = RequestBodies.Of(body.Name);
            if (body.Name is RequestBodies.Connect or RequestBodies.Calling or RequestBodies.Inbound) (operation.Parameters ??= []).Add(KeyParameter());
        }

        if (!metadata.OfType<IAuthorizeData>().Any()) return Task.CompletedTask;
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        var problem = new OpenApiSchemaReference(nameof(ProblemBody), context.Document);
        operation.Responses ??= [];
        operation.Responses.TryAdd("401", Answer("Not authenticated", problem));
        operation.Responses.TryAdd("503", Answer("The cluster does not answer; see Retry-After", problem));
        return Task.CompletedTask;
    }

    private static OpenApiResponse Answer(string description, IOpenApiSchema schema) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType> { [ProblemWriter.ContentType] = new OpenApiMediaType { Schema = schema } },
    };

    private static OpenApiParameter KeyParameter() => new()
    {
        Name = IdempotencyKey.Header,
        In = ParameterLocation.Header,
        Description = "1 to 255 visible ASCII characters; the same key and body are carried out once, however often they are sent.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 255 },
    };
}
