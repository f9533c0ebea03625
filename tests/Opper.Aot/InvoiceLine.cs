namespace Opper.Aot;

/// <summary>A line of an <see cref="Invoice"/>.</summary>
internal sealed record InvoiceLine(string Text, int Quantity, decimal Price);
