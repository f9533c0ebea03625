using System.Globalization;

namespace Opper.Evaluation.Reports;

/// <summary>An SVG plot: a row for each variant, a dot for each case, a line at the median.</summary>
internal static class StripPlot
{
    private const int Width = 640;
    private const int Left = 150;
    private const int Right = 20;
    private const int RowHeight = 34;
    private const int MaxDots = 400;
    private const int MaxNameLength = 20;

    public static void Write(HtmlText html, string title, IReadOnlyList<VariantReport> variants, Func<CaseResult, double> value, Func<double, string> text)
    {
        var greatest = Math.Max(variants.SelectMany(variant => variant.Results).Select(value).DefaultIfEmpty().Max(), double.Epsilon);
        var height = (variants.Count * RowHeight) + 30;
        html.Open("svg", ("viewBox", $"0 0 {Width} {height}"), ("role", "img"), ("aria-label", title));
        foreach (var (variant, row) in variants.Select((variant, row) => (variant, row)))
        {
            var middle = (row * RowHeight) + (RowHeight / 2);
            html.Element("text", VisibleText.Shorten(variant.Name, MaxNameLength), ("x", "0"),
                ("y", Number(middle + 4)));
            html.Open("line", ("class", "axis"), ("x1", Number(Left)), ("x2", Number(Width - Right)), ("y1", Number(middle)),
                ("y2", Number(middle))).Close("line");
            var step = Math.Max(1, variant.Results.Count / MaxDots);
            foreach (var (result, index) in variant.Results.Select((result, index) => (result, index)).Where(item => item.index % step == 0))
            {
                // Offset by index, so that equal values do not overlap.
                html.Open("circle", ("cx", Number(X(value(result)))), ("cy", Number(middle + ((index % 5) - 2) * 3)), ("r", "3.5"));
                html.Element("title", $"{result.Case.Id}: {text(value(result))}").Close("circle");
            }

            var sorted = variant.Results.Select(value).Order().ToList();
            var median = sorted[(sorted.Count - 1) / 2];
            html.Open("line", ("class", "median"), ("x1", Number(X(median))), ("x2", Number(X(median))), ("y1", Number(middle - 11)),
                ("y2", Number(middle + 11)));
            html.Element("title", $"median {text(median)}").Close("line");
        }

        html.Element("text", "0", ("class", "tick"), ("x", Number(Left)), ("y", Number(height - 6)));
        html.Element("text", text(greatest), ("class", "tick"), ("x", Number(Width - Right)), ("y", Number(height - 6)), ("text-anchor", "end"));
        html.Close("svg");

        double X(double at) => Left + (Math.Max(0, at) / greatest * (Width - Left - Right));
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
