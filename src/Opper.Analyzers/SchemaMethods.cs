using Microsoft.CodeAnalysis;

namespace Opper.Analyzers;

/// <summary>The generic methods of the client that create a schema for a type argument. A test compares the list with the client.</summary>
internal static class SchemaMethods
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "OpperClient.CallAsync",
        "OpperClient.StreamAsync",
        "CallsClient.CallAsync",
        "CallsClient.StreamAsync",
        "ChatClient.CompleteAsync",
        "ChatResponseFormat.For",
        "ChatTool.CreateFunction",
        "OpperSchema.For",
        "OpperStream.FromChunks",
    };

    public static bool Contains(IMethodSymbol method) =>
        method.IsGenericMethod
            && method.ContainingType is { Arity: 0 }
            && (method.ContainingType.IsIn("Opper") || method.ContainingType.IsIn("Opper.Chat"))
            && Names.Contains(method.ContainingType.Name + "." + method.Name)
            && !method.Parameters.Any(static parameter => parameter.Type.Name == "JsonTypeInfo");

    /// <summary>Whether the type argument is that of the input, not of the output.</summary>
    public static bool IsInput(IMethodSymbol method, int argument) => method.Arity == 2 && argument == 0;

    /// <summary>Whether the method uses the client's TypeInfoResolver; static methods use reflection only.</summary>
    public static bool HasResolver(IMethodSymbol method) => !method.IsStatic;

    /// <summary>The member of a request with an explicit schema, which takes precedence over that of the type.</summary>
    public static string? OwnSchema(ITypeSymbol request) => request.Name switch
    {
        "CallRequest" => "OutputSchema",
        "ChatCompletionRequest" => "ResponseFormat",
        _ => null,
    };
}
