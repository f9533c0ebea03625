namespace Opper.Emulator.Http;

/// <summary>Validates every request against the contract; all violations are reported together with 422.</summary>
internal sealed class RequestValidation(EmulatorLimits limits)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
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
                context.Features.Set(new RequestBody(Read(context, operation, schema, check)));
            }

            if (check.Errors.Count > 0)
            {
                throw ApiException.Validation(check.Errors);
            }
        }

        await next(context).ConfigureAwait(false);
    }

    private JsonObject Read(HttpContext context, ContractOperation operation, JsonObject schema, SchemaCheck check)
    {
        var bytes = context.Features.Get<ReceivedBody>()?.Bytes ?? [];
        var node = JsonText.Parse(bytes, limits.MaxRequestBodyValues);
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

    private static void CheckQuery(JsonObject parameter, IQueryCollection query, SchemaCheck check)
    {
        var name = (string)parameter["name"]!;
        var schema = ContractDocument.Current.Resolve(parameter["schema"]);
        var values = query[name].Where(v => !string.IsNullOrEmpty(v)).ToList();
        if (values.Count == 0)
        {
            // An empty value counts as missing, because some clients send null that way.
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
