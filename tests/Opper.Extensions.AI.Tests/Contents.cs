namespace Opper.Extensions.AI.Tests;

using Microsoft.Extensions.AI;

/// <summary>A content of every type of Microsoft.Extensions.AI.Abstractions, and one of another type.</summary>
internal static class Contents
{
    public static IEnumerable<Type> Types => typeof(AIContent).Assembly.GetExportedTypes()
        .Where(type => typeof(AIContent).IsAssignableFrom(type) && !type.IsAbstract && type.GetConstructors().Length > 0 && type != typeof(AIContent));

    public static IEnumerable<AIContent> All => Types.Select(Create).Append(new OwnContent());

    private static AIContent Create(Type type) => type.Name switch
    {
        nameof(TextContent) => new TextContent("text"),
        nameof(TextReasoningContent) => new TextReasoningContent("hm"),
        nameof(DataContent) => new DataContent(new byte[] { 1 }, "application/pdf"),
        nameof(UriContent) => new UriContent("https://x.test/a.pdf", "application/pdf"),
        nameof(HostedFileContent) => new HostedFileContent("file_1"),
        nameof(HostedVectorStoreContent) => new HostedVectorStoreContent("store_1"),
        nameof(ErrorContent) => new ErrorContent("broken"),
        nameof(UsageContent) => new UsageContent(new UsageDetails()),
        nameof(FunctionCallContent) => new FunctionCallContent("call_1", "f"),
        nameof(FunctionResultContent) => new FunctionResultContent("call_1", "ok"),
        nameof(ToolApprovalRequestContent) => new ToolApprovalRequestContent("request_1", new FunctionCallContent("call_1", "f")),
        nameof(ToolApprovalResponseContent) => new ToolApprovalResponseContent("request_1", true, new FunctionCallContent("call_1", "f")),
        nameof(McpServerToolCallContent) => new McpServerToolCallContent("call_1", "f", "server"),
        _ when type.GetConstructor(Type.EmptyTypes) is { } plain => (AIContent)plain.Invoke(null),
        _ => (AIContent)(type.GetConstructor([typeof(string)]) ?? throw new InvalidOperationException($"Say how to make a {type.Name}.")).Invoke(["call_1"]),
    };

    private sealed class OwnContent : AIContent;
}
