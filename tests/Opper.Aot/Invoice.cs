using System.ComponentModel;

namespace Opper.Aot;

/// <summary>The output types of typed calls.</summary>
[Description("An invoice.")]
internal sealed record Invoice
{
    [Description("Who sent it.")]
    public required string Vendor { get; init; }

    [Description("The sum to pay.")]
    public decimal Total { get; init; }

    public required Currency Currency { get; init; }

    public DateOnly Date { get; init; }

    public IReadOnlyList<InvoiceLine> Lines { get; init; } = [];
}
