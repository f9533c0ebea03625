using System.Globalization;
using Opper.Drift.Reading;
using Opper.Drift.Shapes;

namespace Opper.Drift.Applying;

/// <summary>Writes an operation of the live document in the style of the contract.</summary>
internal sealed class OperationWriter(ApiDocument contract, SchemaWriter schemas)
{
    private static readonly string[] AlwaysDocumented = ["400", "401", "404", "422", "429", "default"];

    /// <summary>The operation, with its method as the key.</summary>
    public IEnumerable<string> Write(ApiOperation live, string tag, string id)
    {
        var operation = live.Operation;
        var summary = operation.Summary is { Length: > 0 } said ? said : ComponentNames.Words(id.Split('_')[1]);
        List<string> lines = [$"tags: [{tag}]", $"operationId: {id}", .. YamlWriting.Text("summary", summary.TrimEnd('.'), 6)];
        lines.AddRange(YamlWriting.Text("description",
            SchemaWriter.Describe(operation.Description is { Length: > 0 } text ? text : summary, null, operation.Deprecated), 6));
        if (live.Method == "POST" && operation.Responses?.ContainsKey("201") == true)
        {
            lines.Add("x-opper-retry: not-processed");
        }

        if (live.Parameters.Count > 0)
        {
            lines.Add("parameters:");
            lines.AddRange(
                YamlWriting.Indented(live.Parameters.SelectMany(parameter => Parameter(parameter, id.Replace("_", string.Empty, StringComparison.Ordinal)))));
        }

        if (operation.RequestBody is { Content: { Count: > 0 } content } body)
        {
            lines.Add("requestBody:");
            lines.AddRange(YamlWriting.Indented(
            [
                .. YamlWriting.Text("description", body.Description is { Length: > 0 } words ? words : summary.TrimEnd('.') + ".", 8),
                .. RequiredLine(body.Required),
                "content:",
                .. YamlWriting.Indented(content.SelectMany(
                    media => Media(media.Key, At(media.Value.Schema, media.Key), Named(id, "Request"), sent: true, patch: live.Method == "PATCH"))),
            ]));
        }

        lines.Add("responses:");
        lines.AddRange(YamlWriting.Indented(Statuses(live).SelectMany(status => Response(status, live, Named(id, "Response")))));
        return [live.Method.ToLowerInvariant() + ":", .. YamlWriting.Indented(lines)];
    }

    /// <summary>A parameter as a list item.</summary>
    public IEnumerable<string> Parameter(ApiParameter parameter, string owner)
    {
        if (parameter.In == "path" && Shared(parameter.Name) is { } component)
        {
            return [$"- $ref: '#/components/parameters/{component}'"];
        }

        IReadOnlyList<SchemaAt> schema = [new SchemaAt(parameter.Parameter.Schema!, parameter.Pointer.Add("schema"))];
        var shape = new Shape(schema);
        var description = SchemaWriter.Describe(
            parameter.Parameter.Description is { Length: > 0 } said ? said : SchemaWriter.Description(parameter.Name, shape), shape.Default,
            parameter.Parameter.Deprecated);
        List<string> lines =
        [
            $"name: {YamlWriting.Scalar(parameter.Name)}",
            $"in: {parameter.In}",
            .. RequiredLine(parameter.Parameter.Required),
            .. YamlWriting.Text("description", description, 10),
            .. schemas.Parameter(parameter.Name, schema, owner),
        ];
        return lines.Select((line, index) => (index == 0 ? "- " : "  ") + line);
    }

    /// <summary>A media type with its schema and example.</summary>
    public IEnumerable<string> Media(string mediaType, IReadOnlyList<SchemaAt> schema, string name, bool sent, bool patch) =>
        [$"{YamlWriting.Scalar(mediaType)}:",
            .. YamlWriting.Indented([.. schemas.Body(schema, name, sent, patch), .. YamlWriting.Value("example", ExampleMaker.Make(schema))])];

    /// <summary>An error status: a reference to the response of the contract, if it has one, or an inline response.</summary>
    public IEnumerable<string> Error(string status, string? description)
    {
        if (contract.Operations.SelectMany(operation => operation.Operation.Responses ?? [])
            .FirstOrDefault(response => response.Key == status).Value is Microsoft.OpenApi.OpenApiResponseReference { Reference.Id: { } component })
        {
            return [$"'{status}':".Replace("'default'", "default", StringComparison.Ordinal), $"  $ref: '#/components/responses/{component}'"];
        }

        var words = string.IsNullOrWhiteSpace(description) ? $"Status {status}." : description.Trim();
        return
        [
            $"'{status}':",
            .. YamlWriting.Indented(
            [
                .. YamlWriting.Text("description", words.EndsWith('.') ? words : words + ".", 10),
                "content:",
                "  application/json:",
                "    schema:",
                "      $ref: '#/components/schemas/ErrorResponse'",
                "    example:",
                .. YamlWriting.Text("      detail", words, 10),
            ]),
        ];
    }

    private static IEnumerable<string> RequiredLine(bool required) => required ? ["required: true"] : [];

    private IEnumerable<string> Response(string status, ApiOperation live, string name)
    {
        if (!status.StartsWith('2'))
        {
            return Error(status, live.Operation.Responses?.GetValueOrDefault(status)?.Description);
        }

        var response = live.Operation.Responses![status];
        var description = response.Description is { Length: > 0 } said and not "Successful Response" ? said : status == "204" ? "Done." : "The response.";
        List<string> lines = [.. YamlWriting.Text("description", description, 10)];
        if (response.Content is { Count: > 0 } content)
        {
            lines.Add("content:");
            lines.AddRange(
                YamlWriting.Indented(content.SelectMany(media => Media(media.Key, At(media.Value.Schema, media.Key), name, sent: false, patch: false))));
        }

        return [$"'{status}':", .. YamlWriting.Indented(lines)];
    }

    private static IEnumerable<string> Statuses(ApiOperation live) => (live.Operation.Responses ?? []).Keys
        .Where(status => int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .Union(AlwaysDocumented)
        .OrderBy(status => status == "default").ThenBy(status => status, StringComparer.Ordinal);

    private string? Shared(string name) => contract.Document.Components?.Parameters?.FirstOrDefault(
        parameter => parameter.Value.Name == name && parameter.Value.In == Microsoft.OpenApi.ParameterLocation.Path).Key;

    private static IReadOnlyList<SchemaAt> At(Microsoft.OpenApi.IOpenApiSchema? schema, string mediaType) =>
        [new SchemaAt(schema ?? new Microsoft.OpenApi.OpenApiSchema(), new Pointer("live", mediaType))];

    private static string Named(string id, string suffix)
    {
        var parts = id.Split('_');
        return parts[1] + ComponentNames.Singular(parts[0]) + suffix;
    }
}
