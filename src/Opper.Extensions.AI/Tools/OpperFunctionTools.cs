using System.Text.Json;
using System.Text.Json.Nodes;
using Opper;
using Opper.Extensions.AI;
using Opper.Functions;

namespace Microsoft.Extensions.AI;

/// <summary>Creates tools from managed functions.</summary>
public static class OpperFunctionTools
{
    private const string InputName = "input";

    /// <summary>Creates a tool from a managed function, with its description and schemas. <c>GET /v2/functions/by-name/{name}</c>.</summary>
    /// <remarks>Each call is <c>POST /v2/functions/{function_id}/call</c>. Characters that tool names do not allow are replaced by underscores. A function
    /// whose input is not an object takes one argument, <c>input</c>.</remarks>
    /// <param name="functions">The functions client.</param>
    /// <param name="name">The name of the function, such as <c>support/triage</c>.</param>
    /// <param name="options">Options for the lookup and for each call.</param>
    /// <param name="cancellationToken">Cancels the lookup.</param>
    /// <returns>The tool.</returns>
    /// <exception cref="OpperNotFoundException">There is no function with that name.</exception>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    public static async Task<AIFunction> AsAIFunctionAsync(this FunctionsClient functions, string name, RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        _ = functions ?? throw new ArgumentNullException(nameof(functions));
        var function = await functions.GetByNameAsync(name, options, cancellationToken).ConfigureAwait(false);
        return Create(functions, function, OpperTool.ToolName(function.Name), options);
    }

    /// <summary>Creates tools from all or some managed functions. <c>GET /v2/functions</c>, then <c>GET /v2/functions/{function_id}</c> for each.</summary>
    /// <param name="functions">The functions client.</param>
    /// <param name="filter">Selects functions, such as <c>function => function.Name.StartsWith("support/")</c>. Default: all.</param>
    /// <param name="options">Options for the lookup and for each call.</param>
    /// <param name="cancellationToken">Cancels the lookup.</param>
    /// <returns>The tools, with unique names.</returns>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    public static async Task<IReadOnlyList<AIFunction>> AsAIFunctionsAsync(this FunctionsClient functions, Func<FunctionSummary, bool>? filter = null,
        RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        _ = functions ?? throw new ArgumentNullException(nameof(functions));
        var tools = new List<AIFunction>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var summary in functions.ListAllAsync(options: options, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (filter?.Invoke(summary) == false)
            {
                continue;
            }

            var function = await functions.GetAsync(summary.Id, options, cancellationToken).ConfigureAwait(false);
            var name = OpperTool.ToolName(function.Name);
            for (var i = 2; !names.Add(name); i++)
            {
                // a/b and a_b map to the same tool name.
                var number = FormattableString.Invariant($"_{i}");
                name = new string(OpperTool.ToolName(function.Name).Take(OpperTool.MaxNameLength - number.Length).ToArray()) + number;
            }

            tools.Add(Create(functions, function, name, options));
        }

        return tools;
    }

    private static OpperTool Create(FunctionsClient functions, Function function, string name, RequestOptions? options)
    {
        var input = Node(function.InputSchema);
        var takesObject = input?["type"] is JsonValue type && type.TryGetValue(out string? kind) && kind == "object";
        var schema = takesObject ? input! : Wrap(input);
        return new OpperTool(
            name,
            string.IsNullOrWhiteSpace(function.Description) ? function.Instructions : function.Description!,
            OpperTool.Json(schema.ToJsonString()),
            Node(function.OutputSchema) is { } output ? OpperTool.Json(output.ToJsonString()) : null,
            async (arguments, cancellationToken) =>
            {
                var value = takesObject ? new Dictionary<string, object?>(arguments) : OpperTool.Argument(arguments, InputName);
                var request = new CallFunctionRequest { Input = RawJson.Parse(AIJson.Write(value)) };
                var response = await functions.CallAsync(function.Id, request, options, cancellationToken).ConfigureAwait(false);
                return response.JsonPayload is { } json ? json.ToJsonElement() : response.Message;
            });
    }

    private static JsonObject? Node(IDictionary<string, RawJson?>? schema) =>
        schema is { Count: > 0 } ? new JsonObject(schema.Select(
            static member => new KeyValuePair<string, JsonNode?>(member.Key, member.Value is null ? null : JsonNode.Parse(member.Value.GetRawText())))) : null;

    // References are resolved from the root, so definitions are moved there.
    private static JsonObject Wrap(JsonObject? input)
    {
        var value = input ?? new JsonObject { ["type"] = "string" };
        var schema = new JsonObject { ["type"] = "object" };
        foreach (var name in new[] { "$defs", "definitions" })
        {
            if (value[name] is { } definitions)
            {
                value.Remove(name);
                schema[name] = definitions;
            }
        }

        schema["properties"] = new JsonObject { [InputName] = value };
        schema["required"] = new JsonArray(JsonValue.Create(InputName));
        return schema;
    }
}
