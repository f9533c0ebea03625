using BenchmarkDotNet.Attributes;

namespace Opper.Benchmarks;

/// <summary>The schema of a type that was never asked for before: every invocation has a type of its own.</summary>
[MemoryDiagnoser]
[InvocationCount(200, unrollFactor: 1)]
[WarmupCount(3)]
[IterationCount(15)]
public class SchemaMissBenchmarks
{
    // The marks are in no member: they only make types different.
    private static readonly Type[] Marks =
    [
        typeof(bool), typeof(byte), typeof(sbyte), typeof(char), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(float), typeof(double), typeof(decimal), typeof(string), typeof(object), typeof(Guid), typeof(Uri), typeof(DateTime),
        typeof(TimeSpan), typeof(Version),
    ];

    private int _next;

    [Benchmark(Description = "a schema to be made")]
    public OpperSchema Made()
    {
        var number = _next++;
        return OpperSchema.For(typeof(Marked<,,>).MakeGenericType(Marks[number % 20], Marks[number / 20 % 20], Marks[number / 400 % 20]));
    }

    private sealed record Marked<T1, T2, T3>(Article Article);
}
