namespace Opper.Benchmarks.Measuring;

/// <summary>The clients of the run, the floor first.</summary>
internal static class Contestants
{
    public static IReadOnlyList<Contestant> Choose(IReadOnlyList<string> only)
    {
        List<Contestant> all =
        [
            DotNet("floor", "floor"),
            DotNet("opper", "**Opper**"),
            DotNet("opper-di", "Opper, `AddOpper`"),
            DotNet("opper-telemetry", "Opper, telemetry on"),
            DotNet("openai", "OpenAI .NET 2.15.0"),
            DotNet("anthropic", "Anthropic C# 13.12.0"),
            DotNet("refit", "Refit 16.4.0"),
            DotNet("nswag", "plain NSwag + Newtonsoft"),
        ];
        if (NodeSdk.Missing is { } reason)
        {
            Console.Error.WriteLine($"The official Node SDK is left out: {reason}.");
        }
        else
        {
            all.Add(new Contestant("opperai", "`opperai` 3.4.1 (Node)", NodeSdk.Start));
        }

        if (only.FirstOrDefault(name => all.All(contestant => contestant.Name != name)) is { } unknown)
        {
            throw new InvalidOperationException(
                $"There is no client called '{unknown}'; there are {string.Join(", ", all.Select(contestant => contestant.Name))}.");
        }

        return [.. all.Where(contestant => only.Count == 0 || contestant.Name is "floor" or "opper" || only.Contains(contestant.Name))];
    }

    private static Contestant DotNet(string name, string title) => new(name, title, (role, server) => Child.OfThisProgram(role, name, server));
}
