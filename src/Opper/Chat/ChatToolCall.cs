namespace Opper.Chat;

public partial class ChatToolCall
{
    /// <summary>The arguments as a type. Models get them wrong now and then: catch the exception, and tell the model what is amiss as the tool's result.</summary>
    /// <typeparam name="T">The type that <see cref="ChatTool.CreateFunction{TArguments}"/> described, or one that fits.</typeparam>
    /// <returns>The arguments. A call with none is read as an empty object.</returns>
    /// <exception cref="InvalidOperationException">This is no call of a function.</exception>
    /// <exception cref="OpperSerializationException">The arguments are no JSON or do not fit; the exception holds them.</exception>
    public T GetArguments<T>()
    {
        var function = Function ?? throw new InvalidOperationException($"This is a call of a {Type} tool, which has no JSON arguments.");
        var arguments = string.IsNullOrWhiteSpace(function.Arguments) ? "{}" : function.Arguments;
        return FinalAnswer.Read<T>(arguments, arguments, $"A call of {function.Name}", string.Empty, TypeSource.Default, new PartialContext { AllowsTextAround = false }, validates: false);
    }
}
