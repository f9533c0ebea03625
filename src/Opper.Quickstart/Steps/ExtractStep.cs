using System.Globalization;
using Spectre.Console;

namespace Opper.Quickstart.Steps;

/// <summary>Requests a typed answer.</summary>
internal sealed class ExtractStep(OpperClient opper)
{
    public async Task<StoryCard> RunAsync(SourceText text, CancellationToken cancellationToken)
    {
        Terminal.Heading(2, "Extract typed data");
        await using var span = await opper.Spans.StartAsync("extract card", cancellationToken: cancellationToken);
        var result = await Terminal.WaitAsync("Reading it closely …", () => opper.CallAsync<StoryCard>(
            "quickstart/extract-card",
            "Extract the facts about this text.",
            text.Content,
            cancellationToken: cancellationToken));
        StoryCard card = result;
        span.SetOutput(card);
        Show(card);
        return card;
    }

    private static void Show(StoryCard card)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = false };
        table.AddColumn(new TableColumn(string.Empty).Width(12).NoWrap()).AddColumn(string.Empty);
        Row("Title", card.Title);
        Row("Author", card.Author);
        Row("Year", card.Year?.ToString(CultureInfo.InvariantCulture) ?? "–");
        Row("Tone", card.Tone.ToString());
        Row("Setting", card.Setting);
        Row("Characters", string.Join('\n', card.Characters.Select(c => $"{c.Name}: {c.Role}")));
        Row("Themes", string.Join(" · ", card.Themes));
        Row("Summary", card.Summary);
        Terminal.Out.Write(new Panel(table) { Header = new PanelHeader($" {nameof(StoryCard)} "), Border = BoxBorder.Rounded,
            BorderStyle = Style.Parse("dim"), Expand = true });

        void Row(string label, string value) => table.AddRow(new Text(label, Style.Parse("teal")), new Text(value));
    }
}
