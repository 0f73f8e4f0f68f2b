using CarbonTrading.Kernel;
using CarbonTrading.Web.Api;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CarbonTrading.Web.Edge;

/// <summary>The description of the API: our value types as what they are in JSON, the header of commands, the bearer token.</summary>
public static class OpenApiDocument
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", o =>
    {
        o.AddSchemaTransformer((schema, context, _) =>
        {
            Describe(schema, context.JsonTypeInfo.Type);
            return Task.CompletedTask;
        });
        o.AddOperationTransformer((operation, context, _) =>
        {
            if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<CommandsApi.NeedsCommandId>().Any(
                )) return Task.CompletedTask;
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = "Idempotency-Key", In = ParameterLocation.Header, Required = true,
                Description = "Unique id of the intent: a new one each time, the same one for a retry.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 100 },
            });
            return Task.CompletedTask;
        });
        o.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "Carbon Desk", Version = "v1",
                Description = "Commands are POST, queries are GET; refusals are problem details." };
            document.Components ??= new();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer",
                    Description = "Token of POST /api/sign-in." },
            };
            document.Security = [new() { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
            return Task.CompletedTask;
        });
    });

    private static void Describe(OpenApiSchema schema, Type type)
    {
        if (type == typeof(Tonnes)) Number(schema, 0, Tonnes.CommandMax, "Whole tonnes CO2e.");
        else if (type == typeof(Product)) Text(schema, Product.Form);
        else if (type == typeof(UnitClass)) Text(schema, UnitClass.Form);
        else if (type == typeof(Vintage)) Text(schema, Vintage.Form);
        else if (type == typeof(UnitPrice))
        {
            schema.Type = JsonSchemaType.Object;
            schema.Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["amount"] = new OpenApiSchema { Type = JsonSchemaType.Number, Minimum = "0", Maximum = "1000000" },
                ["currency"] = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 3, MaxLength = 3 },
            };
            schema.Required = new HashSet<string> { "amount", "currency" };
        }
    }

    private static void Text(OpenApiSchema schema, string form)
    {
        schema.Type = JsonSchemaType.String;
        schema.Description = form;
    }

    private static void Number(OpenApiSchema schema, long min, long max, string what)
    {
        schema.Type = JsonSchemaType.Integer;
        schema.Format = "int64";
        schema.Minimum = min.ToString(System.Globalization.CultureInfo.InvariantCulture);
        schema.Maximum = max.ToString(System.Globalization.CultureInfo.InvariantCulture);
        schema.Description = what;
    }
}
