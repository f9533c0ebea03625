using System.Text.Json;

namespace Opper.Extensions.AI;

/// <summary>An operation of Opper as a function that a model can call.</summary>
internal sealed class OpperTool(string name, string description, JsonElement schema, JsonElement? returns,
    Func<AIFunctionArguments, CancellationToken, Task<object?>> invoke) : AIFunction
{
    public const int MaxNameLength = 64;

    public override string Name { get; } = name;

    public override string Description { get; } = description;

    public override JsonElement JsonSchema { get; } = schema;

    public override JsonElement? ReturnJsonSchema { get; } = returns;

    /// <summary>A valid tool name: letters, digits, underscores and hyphens, at most 64.</summary>
    public static string ToolName(string name)
    {
        var text = name.Select(static c => c is '_' or '-' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') ? c : '_')
            .Take(MaxNameLength).ToArray();
        return new string(text);
    }

    public static JsonElement Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    /// <exception cref="ArgumentException">The argument is missing; the message is sent to the model.</exception>
    public static object Argument(AIFunctionArguments arguments, string name) =>
        arguments.TryGetValue(name, out var value) && value is not (null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined })
            ? value
            : throw new ArgumentException($"The argument '{name}' is missing.", name);

    /// <exception cref="ArgumentException">The argument is missing or blank.</exception>
    public static string Text(AIFunctionArguments arguments, string name) =>
        AIJson.WriteText(Argument(arguments, name)) is var text && !string.IsNullOrWhiteSpace(text)
            ? text
            : throw new ArgumentException($"The argument '{name}' is empty.", name);

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) =>
        await invoke(arguments, cancellationToken).ConfigureAwait(false);
}
