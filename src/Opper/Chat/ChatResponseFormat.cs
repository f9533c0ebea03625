namespace Opper.Chat;

public partial class ChatResponseFormat
{
    /// <summary>Requests a JSON object without a schema. The messages must ask for JSON too.</summary>
    /// <returns>The response format.</returns>
    public static ChatResponseFormat AnyJson() => new() { Type = ChatResponseFormatType.JsonObject };

    /// <summary>Requests JSON that matches a C# type. <c>CompleteAsync&lt;T&gt;</c> sets this automatically and deserializes the response.</summary>
    /// <typeparam name="T">The result type.</typeparam>
    /// <param name="name">The schema name: letters, digits, underscores and dashes. Default: the type name.</param>
    /// <param name="strict">Whether the response must match the schema exactly. Default: <see langword="true"/>.</param>
    /// <returns>The response format.</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> cannot be represented as a JSON Schema; the message names the member.</exception>
    public static ChatResponseFormat For<T>(string? name = null, bool? strict = true) => new()
    {
        Type = ChatResponseFormatType.JsonSchema,
        JsonSchema = new ChatJsonSchema { Name = name ?? NameOf(typeof(T)), Schema = OpperSchema.For<T>(), Strict = strict },
    };

    internal static ChatResponseFormat For(Type type, OpperSchema schema) => new()
    {
        Type = ChatResponseFormatType.JsonSchema,
        JsonSchema = new ChatJsonSchema { Name = NameOf(type), Schema = schema, Strict = true },
    };

    /// <summary>Creates a format from a schema; characters that are not allowed in a schema name are removed.</summary>
    internal static ChatResponseFormat Of(string name, object schema, bool? strict, string? description = null) => new()
    {
        Type = ChatResponseFormatType.JsonSchema,
        JsonSchema = new ChatJsonSchema { Name = NameOf(name), Description = description, Schema = schema, Strict = strict },
    };

    private static string NameOf(Type type) => NameOf(TypeNames.Of(type));

    private static string NameOf(string text)
    {
        var name = text.Where(static c => c is '_' or '-' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')).Take(64).ToArray();
        return name.Length > 0 ? new string(name) : "answer";
    }
}
