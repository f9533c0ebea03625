namespace Opper;

/// <summary>The range of the payload within a response.</summary>
internal sealed class PayloadRange
{
    public int Start { get; set; }

    public int Length { get; set; }
}
