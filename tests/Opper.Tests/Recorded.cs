namespace Opper.Tests;

/// <summary>Keeps what was reported, in the order in which it was.</summary>
internal sealed class Recorded<T> : IProgress<T>
{
    public List<T> Values { get; } = [];

    public void Report(T value) => Values.Add(value);
}
