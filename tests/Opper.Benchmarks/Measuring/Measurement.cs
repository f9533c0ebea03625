using System.Globalization;

namespace Opper.Benchmarks.Measuring;

/// <summary>What one piece of work cost, by the name of the measure: CPU and time in ns per operation, bytes per operation.</summary>
internal sealed class Measurement : Dictionary<string, double>
{
    public const string Cpu = "cpu";
    public const string Bytes = "bytes";
    public const string Time = "time";

    public string ToLine() => string.Join(';', this.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value:R}")));

    public static Measurement Parse(string line)
    {
        var measurement = new Measurement();
        foreach (var pair in line.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=');
            measurement[parts[0]] = double.Parse(parts[1], CultureInfo.InvariantCulture);
        }

        return measurement;
    }
}
