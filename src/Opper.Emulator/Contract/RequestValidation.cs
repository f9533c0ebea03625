using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Opper.Emulator.Http;

namespace Opper.Emulator.Contract;

/// <summary>Holds every request against the contract; a violation is answered with 422, all of it at once.</summary>
internal static class RequestValidation
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<ContractOperation>() is { } operation)
        {
            var check = new SchemaCheck(ContractDocument.Current);
            foreach (var parameter in operation.QueryParameters)
            {
                CheckQuery(parameter, context.Request.Query, check);
            }

            if (operation.BodySchema is { } schema && !(operation.TakesForm && context.Request.HasFormContentType))
            {
                context.Features.Set(new RequestBody(await ReadAsync(context.Request, operation, schema, check).ConfigureAwait(false)));
            }

            if (check.Errors.Count > 0)
            {
                throw ApiException.Validation(check.Errors);
            }
        }

        await next(context).ConfigureAwait(false);
    }

    private static async Task<JsonObject> ReadAsync(HttpRequest request, ContractOperation operation, JsonObject schema, SchemaCheck check)
    {
        var node = await ParseAsync(request).ConfigureAwait(false);
        if (node is null && !operation.BodyRequired)
        {
            return [];
        }

        if (node is null)
        {
            check.Missing(["body"], null);
            return [];
        }

        check.Value(schema, node, ["body"]);
        return node as JsonObject ?? [];
    }

    private static async Task<JsonNode?> ParseAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted).ConfigureAwait(false);
        var bytes = buffer.GetBuffer().AsSpan(0, (int)buffer.Length).Trim(" \t\r\n"u8);
        try
        {
            return bytes.IsEmpty ? null : JsonNode.Parse(bytes, null, s_strict);
        }
        catch (JsonException error)
        {
            throw ApiException.Validation("json_invalid", ["body", error.BytePositionInLine ?? 0], "JSON decode error", null);
        }
    }

    private static void CheckQuery(JsonObject parameter, IQueryCollection query, SchemaCheck check)
    {
        var name = (string)parameter["name"]!;
        var schema = ContractDocument.Current.Resolve(parameter["schema"]);
        var values = query[name].Where(v => !string.IsNullOrEmpty(v)).ToList();
        if (values.Count == 0)
        {
            // An empty value is a missing one, as some clients send nulls so.
            if (parameter["required"]?.GetValue<bool>() == true)
            {
                check.Missing(["query", name], null);
            }

            return;
        }

        var value = (string?)schema["type"] switch
        {
            "array" => new JsonArray([.. values.Select(v => (JsonNode?)v)]),
            "integer" => int.TryParse(values[^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : values[^1],
            _ => (JsonNode?)values[^1],
        };
        check.Value(schema, value, ["query", name]);
    }
}
