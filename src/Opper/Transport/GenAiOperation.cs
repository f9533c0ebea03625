namespace Opper.Transport;

/// <summary>An operation that runs a model, named by the OpenTelemetry semantic conventions.</summary>
internal sealed class GenAiOperation
{
    private static readonly GenAiOperation GenerateContent = new("generate_content");
    private static readonly GenAiOperation Chat = new("chat");
    private static readonly GenAiOperation Embeddings = new("embeddings");

    private GenAiOperation(string name) => Name = name;

    /// <summary>The value of <c>gen_ai.operation.name</c>.</summary>
    public string Name { get; }

    public static GenAiOperation? Of(string operationId) => operationId switch
    {
        "Chat_Complete" => Chat,
        "Embeddings_Create" => Embeddings,
        _ when operationId.StartsWith("Calls_", StringComparison.Ordinal) => GenerateContent,
        _ when operationId.StartsWith("Functions_Call", StringComparison.Ordinal) || operationId.StartsWith("Functions_Stream", StringComparison.Ordinal) =>
            GenerateContent,
        _ => null,
    };
}
