namespace Opper.Benchmarks.Measuring;

/// <summary>
/// Calls with client and server on one core, so that neither waits for another core to wake up and all that a call costs shows in its latency.
/// The clients take turns in short slices, in the other order each time: what else the machine does hits all of them alike.
/// </summary>
internal static class OneCore
{
    public const string Call = "one-core-call";
    public const string Typed = "one-core-typed";
    public const string CallInFlight = "one-core-call-in-flight";
    public const string TypedInFlight = "one-core-typed-in-flight";

    private const int Slices = 4;

    private static readonly string[] Works = [Call, Typed, CallInFlight, TypedInFlight];

    public static async Task WarmUpAsync(Contestant contestant)
    {
        foreach (var work in Works)
        {
            await contestant.DoAsync(work, keep: false);
        }
    }

    public static async Task MeasureAsync(IReadOnlyList<Contestant> contestants, Child server)
    {
        if (!Affinity.IsSupported)
        {
            return;
        }

        using var _ = Affinity.Pin([server.Id, .. contestants.Select(contestant => contestant.ProcessId)]);
        foreach (var work in Works)
        {
            for (var slice = 0; slice < Slices; slice++)
            {
                foreach (var contestant in slice % 2 == 0 ? contestants : contestants.Reverse())
                {
                    await contestant.DoAsync(work, keep: true);
                }
            }
        }
    }
}
