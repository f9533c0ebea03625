namespace Opper.Chat;

public partial class ChatResponseFormat
{
    /// <summary>An answer that is a JSON object of any shape; the messages have to ask for JSON too.</summary>
    /// <returns>The form.</returns>
    public static ChatResponseFormat AnyJson() => new() { Type = ChatResponseFormatType.JsonObject };

    /// <summary>An answer that fits a C# type. <see cref="ChatClient.CompleteAsync{T}(ChatCompletionRequest, RequestOptions?, CancellationToken)"/> asks so by itself, and reads it.</summary>
    /// <typeparam name="T">The type of the answer.</typeparam>
    /// <param name="name">A name for the schema: letters, digits, underscores and dashes. Default: the type's name.</param>
    /// <param name="strict">Whether the answer must match exactly. Default: yes.</param>
    /// <returns>The form.</returns>
    /// <exception cref="NotSupportedException">The type cannot be described by a schema; the message names the member.</exception>
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

    /// <summary>A form by a schema of any kind; what no name of a schema may hold is left out of it.</summary>
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
