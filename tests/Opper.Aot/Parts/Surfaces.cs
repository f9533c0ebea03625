using System.Text.Json;
using Opper.Chat;
using Opper.Embeddings;

namespace Opper.Aot.Parts;

/// <summary>The same client on the compat surface.</summary>
internal static class Surfaces
{
    public static async Task RunAsync(OpperClient opper, Report report)
    {
        report.Got("Models_ListCompat", await opper.Models.ListCompatAsync());
        report.Got("Models_ListPublic", await opper.Models.ListPublicAsync());

        var compat = opper.WithOptions(options => (options.Surface, options.StrictSchemas) = (OpperSurface.Compat, true));
        var request = new CallRequest
        {
            Name = "aot/compat",
            Instructions = "Answer.",
            Input = new Dictionary<string, object?> { ["text"] = "Oslo, 12 pages.", ["picture"] = OpperMedia.FromBytes([1, 2, 3], "image/png") },
            Model = ModelSelection.Fallback(ModelSelection.Of("openai/gpt-4o", new Dictionary<string, object?> { ["temperature"] = 0.5 }),
                "openai/gpt-4o-mini"),
            Tags = new Dictionary<string, string> { ["env"] = "aot" },
        };
        report.Got("Chat_CompleteCompat for a call", await compat.CallAsync(request));
        var invoice = new CallRequest { Name = "aot/compat-invoice", Instructions = "Read it.", Input = "Invoice 77 of 2026-03-01 over 120.50 EUR." };
        report.Text("Chat_CompleteCompat for a typed call",
            JsonSerializer.Serialize((await compat.CallAsync(invoice, Types.Default.Invoice)).Value, Types.Default.Invoice));
        report.Text("Chat_CompleteCompat for a typed stream",
            JsonSerializer.Serialize((await compat.StreamAsync(invoice, Types.Default.Invoice).GetFinalResultAsync()).Value, Types.Default.Invoice));
        report.Got("Chat_CompleteCompat for a chat", await compat.Chat.CompleteAsync(
            new ChatCompletionRequest { Messages = [ChatMessage.User("Where is Oslo? In Norway.")], Model = "openai/gpt-4o-mini" }));
        report.Got("Embeddings_CreateCompat", await compat.Embeddings.CreateAsync(new CreateEmbeddingRequest { Input = "Oslo",
            Model = ModelSelection.Of("openai/text-embedding-3-small", new Dictionary<string, object?> { ["dimensions"] = 4 }) }));
    }
}
