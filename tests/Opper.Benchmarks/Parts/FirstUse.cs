using System.Diagnostics;
using System.Globalization;
using Opper.Benchmarks.Measuring;

namespace Opper.Benchmarks;

/// <summary>
/// The first use of a type: its schema and the first typed call of it, for types that share their members' types with earlier ones and for types that share
/// nothing. One line per figure; run it in turns with another commit to compare the two.
/// </summary>
internal static class FirstUse
{
    private const int Early = 20;
    private const int Late = 400;

    private const string Body = """{"span_id":"5a7c0a52-6f0e-4b1c-9a53-0d4d6c0a9d11","json_payload":{"Article":{"Title":"t","Tone":"Plain","Sections":["""
        + """{"Heading":"h","Text":"x","Words":3,"Tags":["a"]}],"Scores":{"a":0.5}}}}""";

    private static readonly Type[] Marks =
    [
        typeof(bool), typeof(byte), typeof(sbyte), typeof(char), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(float), typeof(double), typeof(decimal), typeof(string), typeof(object), typeof(Guid), typeof(Uri), typeof(DateTime),
        typeof(TimeSpan), typeof(Version),
    ];

    public static async Task<int> RunAsync()
    {
        var client = StubHandler.Client(Body);
        var start = Stopwatch.GetTimestamp();
        await new Use<Marked<Task, Article>>().RunAsync(client);
        Print("first type of the process", [Microseconds(start)]);
        foreach (var (name, shape) in new (string, Func<Type, Type>)[]
        {
            ("shared members", static mark => typeof(Marked<,>).MakeGenericType(mark, typeof(Article))),
            ("own members", static mark => typeof(Marked<,>).MakeGenericType(mark, typeof(Report<>).MakeGenericType(mark))),
        })
        {
            var schemas = new List<double>();
            var calls = new List<double>();
            for (var i = 0; i < Late; i++)
            {
                var use = (Use)Activator.CreateInstance(typeof(Use<>).MakeGenericType(shape(typeof(Mark<,>).MakeGenericType(Marks[i % 20], Marks[i / 20]))))!;
                var before = Stopwatch.GetTimestamp();
                use.Schema();
                schemas.Add(Microseconds(before));
                before = Stopwatch.GetTimestamp();
                await use.RunAsync(client);
                calls.Add(Microseconds(before));
            }

            foreach (var (part, range) in new[] { ("early", 1..Early), ("late", (Late / 2)..Late) })
            {
                Print($"{name}, {part}: schema", schemas[range]);
                Print($"{name}, {part}: first call", calls[range]);
                Print($"{name}, {part}: both", [.. schemas[range].Zip(calls[range], static (schema, call) => schema + call)]);
            }
        }

        return 0;
    }

    private static double Microseconds(long start) => Stopwatch.GetElapsedTime(start).TotalMicroseconds;

    private static void Print(string name, IReadOnlyCollection<double> times) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{Figures.Median(times):0.0}\tµs"));

    private abstract class Use
    {
        public abstract void Schema();

        public abstract Task RunAsync(OpperClient client);
    }

    private sealed class Use<T> : Use
    {
        public override void Schema() => OpperSchema.For<T>();

        public override Task RunAsync(OpperClient client) => client.CallAsync<T>("task");
    }

    // The marks are in no member: they only make types different.
    private sealed record Mark<T1, T2>;

    private sealed record Marked<TMark, TArticle>(TArticle Article);

    private sealed record Report<T>(string Title, Tone Tone, List<Paragraph<T>> Sections, Dictionary<string, double> Scores);

    private sealed record Paragraph<T>(string Heading, string Text, int Words, List<string> Tags);
}
