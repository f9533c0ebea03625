namespace Opper.Tests;

/// <summary>Keeps the reported values in order.</summary>
internal sealed class Recorded<T> : IProgress<T>
{
    public List<T> Values { get; } = [];

    public void Report(T value) => Values.Add(value);
}
