using System.Globalization;
using Opper.Evaluation.Scoring;

namespace Opper.Evaluation.Reports;

/// <summary>The report as a self-contained page, with a content security policy that does not allow it to load anything.</summary>
internal sealed class HtmlReport(EvaluationReport report, VariantReport baseline)
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

    // The layout of a table with tens of thousands of rows takes a browser minutes. The script shows more of them.
    private const int MaxShown = 500;

    private readonly HtmlText _html = new();
    private readonly List<string> _scores = [.. report.Variants.SelectMany(variant => variant.ScoreNames).Distinct(StringComparer.Ordinal)];

    public string Write()
    {
        _html.Markup(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        _html.Open("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy)).Element("title", report.Name);
        _html.Markup($"<style>{Resource("report.css")}</style></head><body><header>");
        _html.Element("h1", report.Name).Open("p");
        _html.Text(FormattableString.Invariant(
            $"{report.Variants[0].Results.Count} cases, {report.Variants.Count} variants, {report.StartedAt:yyyy-MM-dd HH:mm} UTC"));
        _html.Markup("</p><button id=\"theme\" type=\"button\">Dark or light</button></header><main>");
        WriteSummary();
        WriteComparisons();
        WritePlots();
        WriteCases();
        _html.Markup($"</main><script>{Resource("report.js")}</script></body></html>\n");
        return _html.ToString();
    }

    private void WriteSummary()
    {
        _html.Markup("<section><h2>Variants</h2>");
        BeginTable(["variant", .. _scores, "failures", "cost, USD", "scoring, USD", "latency, median", "latency, 95 %"]);
        foreach (var variant in report.Variants)
        {
            _html.Open("tr");
            Cell(variant.Name + (variant == baseline ? " (baseline)" : string.Empty), variant.Name);
            foreach (var score in _scores)
            {
                Cell(Figures.Score(variant.Mean(score)), variant.Mean(score) ?? -1);
            }

            Cell(variant.Failures.ToString(CultureInfo.InvariantCulture), variant.Failures, variant.Failures > 0 ? "bad" : null);
            Cell(Figures.Cost(variant.Cost), (double)variant.Cost);
            Cell(Figures.Cost(variant.ScoringCost), (double)variant.ScoringCost);
            foreach (var share in (ReadOnlySpan<double>)[0.5, 0.95])
            {
                Cell(Figures.Latency(variant.LatencyPercentile(share)), variant.LatencyPercentile(share).TotalMilliseconds);
            }

            _html.Close("tr");
        }

        EndTable();
    }

    private void WriteComparisons()
    {
        if (report.Variants.Count < 2)
        {
            return;
        }

        _html.Markup("<section><h2>Compared with ").Text(baseline.Name).Markup("</h2>");
        BeginTable(["variant", "score", "mean", "baseline", "difference (95 %)", "cases"]);
        foreach (var comparison in report.Variants.Where(variant => variant != baseline).SelectMany(variant => report.Compare(variant.Name, baseline.Name)))
        {
            _html.Open("tr");
            Cell(comparison.Variant, comparison.Variant);
            Cell(comparison.Score, comparison.Score);
            Cell(Figures.Score(comparison.VariantMean), comparison.VariantMean);
            Cell(Figures.Score(comparison.BaselineMean), comparison.BaselineMean);
            Cell(Figures.Difference(comparison), comparison.Difference, comparison.High < 0 ? "bad" : comparison.Low > 0 ? "good" : null);
            Cell(Figures.Record(comparison), comparison.Wins - comparison.Losses);
            _html.Close("tr");
        }

        EndTable();
    }

    private void WritePlots()
    {
        _html.Markup("<section class=\"plots\"><figure><figcaption>Latency of the calls</figcaption>");
        StripPlot.Write(_html, "Latency of the calls", report.Variants, result => result.Latency.TotalMilliseconds,
            value => FormattableString.Invariant($"{value:0} ms"));
        _html.Markup("</figure><figure><figcaption>Cost of the calls</figcaption>");
        StripPlot.Write(_html, "Cost of the calls", report.Variants, result => (double)result.Cost,
            value => FormattableString.Invariant($"{value:0.000000} USD"));
        _html.Markup("</figure></section>");
    }

    private void WriteCases()
    {
        _html.Markup("<section><h2>Cases</h2><p class=\"tools\"><label>Variant <select id=\"variant\"><option value=\"\">all</option>");
        foreach (var variant in report.Variants)
        {
            _html.Element("option", variant.Name, ("value", variant.Name));
        }

        _html.Markup("</select></label> <label><input id=\"unequal\" type=\"checkbox\"> only what is not as expected or failed</label></p>");
        _html.Markup("<noscript><style>tr[hidden] { display: table-row; }</style></noscript>");
        BeginTable(["case", "variant", .. _scores, "latency", "cost, USD", "input, expected and got"]);
        var cases = report.Variants.SelectMany(variant => variant.Results.Select(result => (variant, result)));
        foreach (var ((variant, result), row) in cases.Select((one, row) => (one, row)))
        {
            WriteCase(variant, result, row < MaxShown);
        }

        _html.Markup("</tbody></table></div>");
        _html.Open("button", ("id", "more"), ("type", "button"), ("data-shown", MaxShown.ToString(CultureInfo.InvariantCulture)), ("hidden", string.Empty));
        _html.Markup("</button></section>");
    }

    private void WriteCase(VariantReport variant, CaseResult result, bool isShown)
    {
        var isEqual = result.Error is null && result.Scores.All(score => !score.IsFailure)
            && (result.Case.Expected is null || JsonComparison.Compare(result.Case.Expected, result.Output ?? RawJson.Null).Differences.Count == 0);
        _html.Open("tr", ("data-variant", variant.Name), ("data-equal", isEqual ? "true" : "false"), ("hidden", isShown ? null : string.Empty));
        Cell(result.Case.Id, result.Case.Id);
        Cell(variant.Name, variant.Name);
        foreach (var name in _scores)
        {
            var score = result.Scores.FirstOrDefault(score => score.Name == name);
            var text = score is null ? string.Empty : score.IsFailure ? "failed" : Figures.Score(score.Value);
            _html.Element("td", text, ("data-sort", (score?.Value ?? -1).ToString("R", CultureInfo.InvariantCulture)), ("title", score?.Reason),
                ("class", score is { IsFailure: true } ? "bad" : "number"));
        }

        Cell(Figures.Latency(result.Latency), result.Latency.TotalMilliseconds);
        Cell(Figures.Cost(result.Cost), (double)result.Cost);
        _html.Open("td", ("data-sort", isEqual ? "1" : "0")).Open("details").Element("summary",
            result.Error is not null ? "the call failed" : isEqual ? "as expected" : "differs");
        _html.Element("h3", "Input").Element("pre", OutputDiff.Text(result.Case.Input));
        if (result.Error is not null)
        {
            _html.Element("h3", "Error").Element("pre", result.Error, ("class", "bad"));
        }

        _html.Element("h3", result.Case.Expected is null ? "Got" : "Expected and got");
        OutputDiff.Write(_html, result.Case.Expected ?? result.Output, result.Output);
        foreach (var score in result.Scores.Where(score => score.Reason is not null))
        {
            _html.Open("p").Element("b", score.Name).Text($": {score.Reason}").Close("p");
        }

        _html.Markup("</details></td></tr>");
    }

    private void BeginTable(IEnumerable<string> columns)
    {
        _html.Markup("<div class=\"wide\"><table><thead><tr>");
        foreach (var column in columns)
        {
            _html.Open("th", ("scope", "col")).Element("button", column, ("type", "button")).Close("th");
        }

        _html.Markup("</tr></thead><tbody>");
    }

    private void EndTable() => _html.Markup("</tbody></table></div></section>");

    private void Cell(string text, string sort) => _html.Element("td", text, ("data-sort", sort));

    private void Cell(string text, double sort, string? kind = null) =>
        _html.Element("td", text, ("data-sort", sort.ToString("R", CultureInfo.InvariantCulture)), ("class", kind is null ? "number" : $"number {kind}"));

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
