using Spectre.Console.Rendering;

namespace Opper.Tool.Terminal;

/// <summary>A styled line that is not wrapped, so that it can be copied.</summary>
internal sealed class Segments(params IEnumerable<Segment> parts) : Renderable
{
    /// <summary>The number of columns that a text takes on a terminal.</summary>
    public static int Width(string text) => new Segment(text).CellCount();

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => [.. parts, Segment.LineBreak];
}
