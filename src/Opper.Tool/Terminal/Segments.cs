using Spectre.Console;
using Spectre.Console.Rendering;

namespace Opper.Tool.Terminal;

/// <summary>A styled line that is not wrapped, so that it can be copied.</summary>
internal sealed class Segments(string line, Style style) : Renderable
{
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => [new Segment(line, style), Segment.LineBreak];
}
