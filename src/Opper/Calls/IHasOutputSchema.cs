namespace Opper;

/// <summary>A request with an optional output schema.</summary>
internal interface IHasOutputSchema
{
    object? OutputSchema { get; }
}
