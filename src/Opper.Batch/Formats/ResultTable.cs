using System.Text.Json;

namespace Opper.Batch.Formats;

/// <summary>The columns of results in a table.</summary>
internal static class ResultTable
{
    public static IReadOnlyList<TableColumn<BatchItem<TIn, TOut>>> Columns<TIn, TOut>(JsonSerializerOptions options) =>
    [
        new("index", ColumnKind.Integer, static item => item.Index),
        .. TableColumn<BatchItem<TIn, TOut>>.Of("input", static item => item.Input, static _ => true, options),
        .. TableColumn<BatchItem<TIn, TOut>>.Of("output", static item => item.Output, static item => item.Succeeded, options),
        new("error.type", ColumnKind.Text, static item => item.Error?.Type),
        new("error.message", ColumnKind.Text, static item => item.Error?.Message),
        new("cost", ColumnKind.Number, static item => item.Cost),
        new("input_tokens", ColumnKind.Integer, static item => item.InputTokens),
        new("output_tokens", ColumnKind.Integer, static item => item.OutputTokens),
        new("attempts", ColumnKind.Integer, static item => (long)item.Attempts),
    ];
}
