namespace Opper.Chat;

public partial class ChatToolCall
{
    /// <summary>Deserializes the arguments. Models may send invalid ones: catch the exception and return the error as the tool result.</summary>
    /// <typeparam name="T">The type passed to <see cref="ChatTool.CreateFunction{TArguments}"/>, or a compatible one.</typeparam>
    /// <returns>The arguments. Missing arguments are read as an empty object.</returns>
    /// <exception cref="InvalidOperationException">The tool is not a function.</exception>
    /// <exception cref="OpperSerializationException">The arguments are not valid JSON or do not match the type; <c>RawBody</c> has the arguments.</exception>
    public T GetArguments<T>()
    {
        var function = Function ?? throw new InvalidOperationException($"A tool of type {Type} has no JSON arguments.");
        var arguments = string.IsNullOrWhiteSpace(function.Arguments) ? "{}" : function.Arguments;
        return FinalAnswer.Read<T>(arguments, arguments, $"The call of {function.Name}", string.Empty, TypeSource.Default,
            new PartialContext { AllowsTextAround = false }, validates: false);
    }
}
