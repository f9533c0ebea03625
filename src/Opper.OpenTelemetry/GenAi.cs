using System.Diagnostics;
using System.Globalization;

namespace Opper.OpenTelemetry;

/// <summary>Reads attributes of the semantic conventions for generative AI, including their older names.</summary>
internal static class GenAi
{
    /// <summary>Attributes with prompts, completions, and the arguments and results of tools.</summary>
    private static readonly HashSet<string> Content = new(StringComparer.Ordinal)
    {
        "gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.system_instructions", "gen_ai.tool.call.arguments", "gen_ai.tool.call.result",
        "gen_ai.tool.definitions", "gen_ai.prompt", "gen_ai.completion", "gen_ai.retrieval.query.text", "gen_ai.retrieval.documents",
    };

    public static string? Operation(Activity activity) => activity.GetTagItem("gen_ai.operation.name") as string;

    public static string? Provider(Activity activity) => (activity.GetTagItem("gen_ai.provider.name") ?? activity.GetTagItem("gen_ai.system")) as string;

    public static bool IsModelCall(Activity activity) => Operation(activity) is "chat" or "text_completion" or "generate_content" or "embeddings";

    public static bool IsContent(string attribute) => Content.Contains(attribute);

    /// <summary>The span type in Opper.</summary>
    public static string Type(Activity activity) => Operation(activity) switch
    {
        "chat" or "text_completion" or "generate_content" => "generation",
        "embeddings" => "embedding",
        "execute_tool" => "tool",
        "invoke_agent" or "create_agent" => "agent",
        "invoke_workflow" => "workflow",
        "retrieval" => "retrieval",
        { } other => other,
        null => activity.Kind switch
        {
            ActivityKind.Server => "server",
            ActivityKind.Client => "client",
            ActivityKind.Producer => "producer",
            ActivityKind.Consumer => "consumer",
            _ => "span",
        },
    };

    public static object? Input(Activity activity) =>
        activity.GetTagItem("gen_ai.tool.call.arguments") ?? activity.GetTagItem("gen_ai.input.messages")
        ?? activity.GetTagItem("gen_ai.retrieval.query.text") ?? activity.GetTagItem("gen_ai.prompt");

    public static object? Output(Activity activity) =>
        activity.GetTagItem("gen_ai.tool.call.result") ?? activity.GetTagItem("gen_ai.output.messages")
        ?? activity.GetTagItem("gen_ai.retrieval.documents") ?? activity.GetTagItem("gen_ai.completion");

    /// <summary>The attributes that have well-known names in a span's <c>meta</c>.</summary>
    public static IEnumerable<(string Name, object Value)> MetaAttributes(Activity activity)
    {
        (string Name, object? Value)[] facts =
        [
            ("model", activity.GetTagItem("gen_ai.response.model") ?? activity.GetTagItem("gen_ai.request.model")),
            ("provider", Provider(activity)),
            ("agent", activity.GetTagItem("gen_ai.agent.name")),
            ("tool", activity.GetTagItem("gen_ai.tool.name")),
            ("input_tokens", Number(activity, "gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens")),
            ("output_tokens", Number(activity, "gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens")),
            ("cost", Number(activity, "gen_ai.usage.cost", "opper.cost")),
        ];
        return from fact in facts where fact.Value is not null select (fact.Name, fact.Value);
    }

    private static object? Number(Activity activity, string name, string olderName) => (activity.GetTagItem(name) ?? activity.GetTagItem(olderName)) switch
    {
        string text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        var value => value,
    };
}
