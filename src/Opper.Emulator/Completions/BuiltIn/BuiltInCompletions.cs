using System.Text.Json.Nodes;
using Opper.Emulator.Calls;
using Opper.Emulator.Text;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>Answers without a language model, always the same: everything it says is taken from the input.</summary>
internal sealed class BuiltInCompletions(EmulatorLimits limits) : ICompletionSource
{
    public const string Source = "built-in";
    public const string Stamp = "[emulator/built-in, no language model]";

    public ValueTask<Completion?> CompleteAsync(CallSpecification call, bool streamed, CancellationToken cancellationToken)
    {
        var budget = new AnswerBudget(limits, cancellationToken);
        return new(call.Chat is { } chat ? BuiltInChat.Answer(call, chat, budget) : new Completion(Answer(call, budget), Source));
    }

    public static JsonNode? Answer(CallSpecification call, AnswerBudget budget)
    {
        var example = call.Examples.OfType<JsonObject>().FirstOrDefault(e => JsonNode.DeepEquals(e["input"], call.Input));
        if (example is not null)
        {
            return example["output"]?.DeepClone();
        }

        var text = new InputText(call.Input, budget);
        return call.OutputSchema is { } schema
            ? new SchemaFiller(text, budget).Fill(SchemaNode.Root(schema, budget), new Field(string.Empty, call.Instructions)).Node
            : Message(call, text);
    }

    private static string Message(CallSpecification call, InputText text)
    {
        if (text.Question is { } question)
        {
            return Answers.Of(question, text.Passages)?.Text ?? "The context does not answer this question.";
        }

        if (text.All.Trim().Length == 0)
        {
            return $"{Stamp} There was no input to answer from.";
        }

        if (call.Instructions.Contains("summar", StringComparison.OrdinalIgnoreCase) || call.Name.Contains("summar", StringComparison.OrdinalIgnoreCase))
        {
            return string.Join(' ', Summary.Of(text.Prose, text.Prose.Count > 30 ? 5 : 3));
        }

        var begin = Sentences.Shorten(string.Join(' ', Sentences.Paragraphs(text.All)), 300);
        return call.Instructions.Contains("translat", StringComparison.OrdinalIgnoreCase)
            ? $"{Stamp} It cannot translate. The input begins: {begin}"
            : $"{Stamp} The input says: {begin}";
    }
}
