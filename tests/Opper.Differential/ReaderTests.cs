using System.Collections.Concurrent;

namespace Opper.Differential;

/// <summary>
/// Compares every reader of a frequent model with Newtonsoft on 100,000 seeded documents in all: both return the same value, both reject, or the difference is
/// a known one. Further readers are added to <see cref="Readers.All"/>.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class ReaderTests
{
    private const int CasesPerReader = 20_000;

    private static IEnumerable<TestCaseData> All => Readers.All.Select(static reader => new TestCaseData(reader).SetArgDisplayNames(reader.Name));

    [TestCaseSource(nameof(All))]
    public async Task The_client_and_Newtonsoft_read_the_same_values(object reader)
    {
        var subject = (Reader)reader;
        var unexplained = new ConcurrentQueue<Case>();
        var seen = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await Parallel.ForAsync(0, CasesPerReader, async (seed, _) =>
        {
            var generator = new JsonGenerator(seed) { HasLineBreaks = subject.HasLineBreaks };
            var @case = await Case.RunAsync(subject, generator.Damage(subject.Generate(generator)));
            if (@case.IsSame)
            {
                seen.AddOrUpdate(@case.Ours is null ? "both refuse" : "both read the same", 1, static (_, count) => count + 1);
            }
            else if (subject.Differences.Select(difference => difference(@case)).FirstOrDefault(static name => name is not null) is { } name)
            {
                seen.AddOrUpdate(name, 1, static (_, count) => count + 1);
            }
            else
            {
                unexplained.Enqueue(@case);
            }
        });

        TestContext.Out.WriteLine(string.Join("\n", seen.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Value,6} {pair.Key}")));
        Assert.That(unexplained.IsEmpty, Is.True,
            () => $"{unexplained.Count} differ without a reason, such as\n" + string.Join("\n", unexplained.OrderBy(c => c.Json.Length).Take(8)));
        // Most documents must be valid: a generator of invalid ones only would prove nothing.
        Assert.That(seen["both read the same"], Is.GreaterThan(CasesPerReader / 3));
        Assert.That(seen["both refuse"], Is.GreaterThan(CasesPerReader / 100));
    }
}
