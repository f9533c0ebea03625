using System.Text;

namespace Opper.Benchmarks.Measuring;

/// <summary>The results as Markdown: medians of the ratios to the floor of the same round, with the least and the greatest.</summary>
internal static class Table
{
    public static string Ratios(IReadOnlyList<Contestant> contestants)
    {
        var floor = contestants[0];
        var others = contestants.Skip(1).ToArray();
        var text = Head(["work", "floor", .. others.Select(o => o.Title), "goal", ""]);
        foreach (var row in Row.All)
        {
            var own = contestants.FirstOrDefault(c => c.Name == row.Client) is { } client ? Ratio(row, client, floor) : [];
            var verdict = row.Goal is not { } goal || own.Count == 0 ? string.Empty : Figures.Median(own) <= goal ? "ok" : "**missed**";
            Line(text, [row.Title, Value(row, floor), .. others.Select(o => Spread(Ratio(row, o, floor))),
                row.Goal is { } limit ? "≤ " + Figures.Ratio(limit) : string.Empty, verdict]);
        }

        return text.ToString();
    }

    public static string Values(IReadOnlyList<Contestant> contestants)
    {
        var text = Head(["work", .. contestants.Select(c => c.Title)]);
        foreach (var row in Row.All)
        {
            Line(text, [row.Title, .. contestants.Select(c => Value(row, c))]);
        }

        return text.ToString();
    }

    private static string Value(Row row, Contestant contestant) =>
        contestant.Get(row.Work, row.Measure) is { Count: > 0 } values ? row.Format(Figures.Median(values)) : "–";

    private static string Spread(List<double> ratios) =>
        ratios.Count == 0 ? "–" : $"{Figures.Ratio(Figures.Median(ratios))} ({Figures.Ratio(ratios.Min())}–{Figures.Ratio(ratios.Max())})";

    private static List<double> Ratio(Row row, Contestant contestant, Contestant floor) =>
        [.. contestant.Get(row.Work, row.Measure).Zip(floor.Get(row.Work, row.Measure), static (own, its) => own / its)];

    private static StringBuilder Head(IReadOnlyList<string> titles)
    {
        var text = new StringBuilder();
        Line(text, titles);
        Line(text, [.. titles.Select(static (_, index) => index == 0 ? "---" : "---:")]);
        return text;
    }

    private static void Line(StringBuilder text, IReadOnlyList<string> cells) => text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
}
