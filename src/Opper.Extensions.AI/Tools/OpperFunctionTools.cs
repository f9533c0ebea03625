using System.Text.Json;
using System.Text.Json.Nodes;
using Opper;
using Opper.Extensions.AI;
using Opper.Functions;

namespace Microsoft.Extensions.AI;

/// <summary>Makes tools of managed functions, for a model to call.</summary>
public static class OpperFunctionTools
{
    private const string InputName = "input";

    /// <summary>Makes a tool of a managed function: its description and its schemas are the function's. <c>GET /v2/functions/by-name/{name}</c>; each call is <c>POST /v2/functions/{function_id}/call</c>.</summary>
    /// <remarks>The tool has the function's name with underscores in the place of what tools' names cannot have. A function whose input is no object takes one argument, <c>input</c>.</remarks>
    /// <param name="functions">The functions.</param>
    /// <param name="name">The function's name, such as <c>support/triage</c>.</param>
    /// <param name="options">Settings for finding the function, and for each of its calls.</param>
    /// <param name="cancellationToken">Cancels the search for it.</param>
    /// <returns>The tool.</returns>
    /// <exception cref="OpperNotFoundException">No function has the name.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    public static async Task<AIFunction> AsAIFunctionAsync(this FunctionsClient functions, string name, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        _ = functions ?? throw new ArgumentNullException(nameof(functions));
        var function = await functions.GetByNameAsync(name, options, cancellationToken).ConfigureAwait(false);
        return Create(functions, function, OpperTool.ToolName(function.Name), options);
    }

    /// <summary>Makes tools of all managed functions, or of some. <c>GET /v2/functions</c>, then <c>GET /v2/functions/{function_id}</c> for each.</summary>
    /// <param name="functions">The functions.</param>
    /// <param name="filter">Which of them, such as <c>function => function.Name.StartsWith("support/")</c>. Default: all.</param>
    /// <param name="options">Settings for finding the functions, and for each of their calls.</param>
    /// <param name="cancellationToken">Cancels the search for them.</param>
    /// <returns>The tools, whose names differ.</returns>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    public static async Task<IReadOnlyList<AIFunction>> AsAIFunctionsAsync(this FunctionsClient functions, Func<FunctionSummary, bool>? filter = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
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
                // a/b and a_b are two functions.
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

    private static JsonObject? Node(IDictionary<string, RawJson?>? schema)
        => schema is { Count: > 0 } ? new JsonObject(schema.Select(static member => new KeyValuePair<string, JsonNode?>(member.Key, member.Value is null ? null : JsonNode.Parse(member.Value.GetRawText())))) : null;

    // Definitions are looked for at the root.
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
