namespace Opper;

/// <summary>Where in an answer its payload is.</summary>
internal sealed class PayloadRange
{
    public int Start { get; set; }

    public int Length { get; set; }
}
