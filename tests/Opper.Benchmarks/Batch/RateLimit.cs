namespace Opper.Benchmarks.Batch;

/// <summary>What a server accepts.</summary>
/// <param name="PerSecond">The calls per second, or the tokens per second if <paramref name="TokensOfCall"/> is not 1.</param>
/// <param name="Burst">The size of its bucket; 0 if it counts by fixed periods of the clock.</param>
internal sealed record RateLimit(int PerSecond, int Burst)
{
    /// <summary>The length of its periods.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The mean number of tokens of a call; calls differ by up to 80 % of it.</summary>
    public int TokensOfCall { get; init; } = 1;

    /// <summary>The limit in the second third of the run.</summary>
    public int? PerSecondMeanwhile { get; init; }

    public TimeSpan Duration => TimeSpan.FromSeconds(Math.Max(60, 6000.0 * TokensOfCall / PerSecond) * (PerSecondMeanwhile is null ? 1 : 3));

    /// <summary>The calls that it accepts in all, without the bucket that was full at the start.</summary>
    public double Calls => Duration.TotalSeconds * ((2.0 * PerSecond) + (PerSecondMeanwhile ?? PerSecond)) / 3 / TokensOfCall;

    public int PerSecondAt(TimeSpan time) => time > Duration / 3 && time <= Duration * 2 / 3 ? PerSecondMeanwhile ?? PerSecond : PerSecond;

    public override string ToString()
    {
        var unit = TokensOfCall == 1 ? "/s" : " tokens/s";
        var limit = PerSecondMeanwhile is { } meanwhile ? $"{PerSecond}{unit}, {meanwhile}{unit}, {PerSecond}{unit}" : $"{PerSecond}{unit}";
        var kind = Burst > 0 ? $"bucket of {Burst}" : Period.TotalSeconds == 1 ? "seconds of the clock" : $"periods of {Period.TotalSeconds} s";
        return $"{limit}, {kind}";
    }
}
