namespace Opper.Benchmarks.Measuring;

/// <summary>The clients of the run, the floor first.</summary>
internal static class Contestants
{
    public static IReadOnlyList<Contestant> Choose(IReadOnlyList<string> only)
    {
        Contestant[] all =
        [
            DotNet("floor", "floor"),
            DotNet("opper", "**Opper**"),
        ];
        if (only.FirstOrDefault(name => all.All(contestant => contestant.Name != name)) is { } unknown)
        {
            throw new ArgumentException($"There is no client called '{unknown}'; there are {string.Join(", ", all.Select(contestant => contestant.Name))}.", nameof(only));
        }

        return [.. all.Where(contestant => only.Count == 0 || contestant.Name is "floor" or "opper" || only.Contains(contestant.Name))];
    }

    private static Contestant DotNet(string name, string title) => new(name, title, (role, server) => Child.OfThisProgram(role, name, server));
}
