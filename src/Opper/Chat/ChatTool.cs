namespace Opper.Chat;

public partial class ChatTool
{
    /// <summary>A function whose arguments are described by a C# type. <see cref="ChatToolCall.GetArguments{T}"/> reads them.</summary>
    /// <typeparam name="TArguments">A record or class with a property for each argument; its <c>[Description]</c>s go with it.</typeparam>
    /// <param name="name">The function's name.</param>
    /// <param name="description">What it does and when to call it.</param>
    /// <param name="strict">Whether the arguments must match the schema exactly. Default: the model's own way.</param>
    /// <returns>The tool.</returns>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="NotSupportedException">The type cannot be described by a schema; the message names the member.</exception>
    public static ChatTool CreateFunction<TArguments>(string name, string? description = null, bool? strict = null)
        => CreateFunction(name, description, OpperSchema.For<TArguments>(), strict);

    /// <summary>A function whose arguments are described by a JSON Schema.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="description">What it does and when to call it.</param>
    /// <param name="parameters">The schema of its arguments: an <see cref="OpperSchema"/> or anything that can be written as JSON. Default: it takes none.</param>
    /// <param name="strict">Whether the arguments must match the schema exactly. Default: the model's own way.</param>
    /// <returns>The tool.</returns>
    /// <exception cref="ArgumentException">The name is blank.</exception>
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
