namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>Completes calls without a language model, deterministically and only with text from the input.</summary>
internal sealed class BuiltInCompletions(EmulatorLimits limits) : ICompletionSource
{
    public const string Source = "built-in";
    public const string Stamp = "[emulator/built-in, no language model]";
    private const int SummaryLength = 5;
    private const int QuotedLength = 300;

    public ValueTask<Completion?> CompleteAsync(CallSpecification call, bool streamed, CancellationToken cancellationToken)
    {
        var budget = new OutputBudget(limits, cancellationToken);
        return new(call.Chat is { } chat ? new BuiltInChat(call, chat, budget).Answer() : new Completion(Answer(call, budget), Source));
    }

    public static JsonNode? Answer(CallSpecification call, OutputBudget budget)
    {
        var example = call.Examples.OfType<JsonObject>().FirstOrDefault(e => JsonNode.DeepEquals(e["input"], call.Input));
        if (example is not null)
        {
            return example["output"]?.DeepClone();
        }

        var text = new InputText(call.Input, budget);
        return call.OutputSchema is { } schema ? Filled(schema, call.Instructions, text, budget) : Message(call, text);
    }

    public static JsonNode? Filled(JsonObject schema, string description, InputText text, OutputBudget budget) =>
        new SchemaFiller(text, budget).Fill(new SchemaNode(schema, schema, budget), new Field(string.Empty, description));

    private static string Message(CallSpecification call, InputText text) => text switch
    {
        { Question: { } question } => question.Answer,
        _ when string.IsNullOrWhiteSpace(text.All) => $"{Stamp} There was no input to answer from.",
        _ when $"{call.Name} {call.Instructions}".Contains("summar", StringComparison.OrdinalIgnoreCase) =>
            string.Join(' ', Sentences.Summary(text.Sentences, SummaryLength)),
        _ => $"{Stamp} The input says: {Sentences.Shorten(string.Join(' ', Sentences.Paragraphs(text.All)), QuotedLength)}",
    };
}
