using System.Globalization;
using Spectre.Console;

namespace Opper.Quickstart.Steps;

/// <summary>Shows which text was read.</summary>
internal sealed class ReadStep(OpperClient opper)
{
    public async Task RunAsync(SourceText text, CancellationToken cancellationToken)
    {
        Terminal.Heading(1, "Read a text");
        await using var span = await opper.Spans.StartAsync("read text", text.Name, cancellationToken: cancellationToken);
        var found = string.Create(CultureInfo.InvariantCulture, $"{text.WordCount:N0} words");
        span.SetOutput(found);
        Terminal.Out.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"  [bold]{text.Name}[/], {found}");
    }
}
