namespace Opper;

/// <summary>A request that may say which shape its answer has.</summary>
internal interface IHasOutputSchema
{
    object? OutputSchema { get; }
}
