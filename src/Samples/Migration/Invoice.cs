using System.Text.Json.Serialization;

namespace Opper.Samples.Migration;

/// <summary>The data to extract.</summary>
/// <param name="Number">The invoice number.</param>
/// <param name="Total">The total in euros.</param>
public sealed record Invoice([property: JsonPropertyName("number")] string Number, [property: JsonPropertyName("total")] decimal Total)
{
    internal const string Instructions = "Extract the invoice.";

    internal const string Text = "Number: A-17\nTotal: 120.5\nThank you for your order.";
}
