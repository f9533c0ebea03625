namespace Opper.Chat;

public partial class ChatTool
{
    /// <summary>Creates a function tool whose arguments are described by a C# type. <see cref="ChatToolCall.GetArguments{T}"/> deserializes them.</summary>
    /// <typeparam name="TArguments">A record or class with a property for each argument. <c>[Description]</c> attributes are included.</typeparam>
    /// <param name="name">The function name.</param>
    /// <param name="description">What the function does and when to call it.</param>
    /// <param name="strict">Whether the arguments must match the schema exactly. Default: that of the model.</param>
    /// <returns>The tool.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="TArguments"/> cannot be represented as a JSON Schema.</exception>
    public static ChatTool CreateFunction<TArguments>(string name, string? description = null, bool? strict = null) =>
        CreateFunction(name, description, OpperSchema.For<TArguments>(), strict);

    /// <summary>Creates a function tool whose arguments are described by a JSON Schema.</summary>
    /// <param name="name">The function name.</param>
    /// <param name="description">What the function does and when to call it.</param>
    /// <param name="parameters">The schema of the arguments: an <see cref="OpperSchema"/> or any JSON-serializable value. Default: no arguments.</param>
    /// <param name="strict">Whether the arguments must match the schema exactly. Default: that of the model.</param>
    /// <returns>The tool.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    public static ChatTool CreateFunction(string name, string? description = null, object? parameters = null, bool? strict = null)
    {
        ThrowIf.Blank(name);
        return new()
        {
            Type = ChatToolType.Function,
            Function = new ChatFunctionDefinition { Name = name, Description = description, Parameters = parameters, Strict = strict },
        };
    }
}
