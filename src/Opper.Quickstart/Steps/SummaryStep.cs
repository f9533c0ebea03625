using System.Text;

namespace Opper.Quickstart.Steps;

/// <summary>Shows a summary while it is streamed.</summary>
internal sealed class SummaryStep(OpperClient opper)
{
    public async Task RunAsync(SourceText text, CancellationToken cancellationToken)
    {
        Terminal.Heading(3, "Stream a summary");
        await using var span = await opper.Spans.StartAsync("stream summary", cancellationToken: cancellationToken);
        var whole = new StringBuilder();
        var screen = new WrappedText(Terminal.Out);
        var pieces = opper.StreamTextAsync(
            "quickstart/summarise",
            "Summarise this text in one paragraph of at most five sentences, as plain text.",
            text.Content,
            cancellationToken: cancellationToken);
        try
        {
            await foreach (var piece in pieces)
            {
                whole.Append(piece);
                screen.Write(piece);
            }
        }
        finally
        {
            screen.End();
        }

        span.SetOutput(whole.ToString());
    }
}
