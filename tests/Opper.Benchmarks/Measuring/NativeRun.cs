using Opper.Benchmarks.Peers;

namespace Opper.Benchmarks.Measuring;

/// <summary>Size and start of programs that make one call, compiled ahead of time and by the JIT, against the same call written by hand.</summary>
internal static class NativeRun
{
    private const int Rounds = 15;
    private const double SizeGoal = 1.4;
    private const double StartGoal = 0.3;

    /// <returns>0 when the table could be made, whatever it says; otherwise 1.</returns>
    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("opper-native-");
        try
        {
            using var server = Child.OfThisProgram("server");
            var address = new Uri(await server.ReadAsync());
            Environment.SetEnvironmentVariable(OpperClientOptions.ApiKeyVariable, Question.Key);
            Console.WriteLine(
                $"{Machine.Describe()}; {Rounds} rounds, median (least–greatest) of the ratio to the floor of the same round; server on the same machine.");
            Console.WriteLine();
            Console.WriteLine("| one call, from the start of the process | floor | **Opper** | ratio | goal |  |");
            Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
            foreach (var typed in new[] { false, true })
            {
                await MeasureAsync(folder.FullName, typed, address);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException or IOException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return 0;
    }

    private static async Task MeasureAsync(string folder, bool typed, Uri address)
    {
        NativeApp App(bool byHand, bool native) => new(folder, byHand, typed, native);
        var (floor, own, floorJit, ownJit) = (App(true, true), App(false, true), App(true, false), App(false, false));
        NativeApp[] apps = [floor, own, floorJit, ownJit];
        foreach (var app in apps)
        {
            await app.PublishAsync(Repository());
        }

        Environment.SetEnvironmentVariable(OpperClientOptions.BaseUrlVariable, new Uri(address, typed ? "typed" : "call").AbsoluteUri);
        for (var round = -2; round < Rounds; round++)
        {
            foreach (var app in round % 2 == 0 ? apps : apps.Reverse())
            {
                await app.StartAsync(keep: round >= 0);
            }
        }

        var call = typed ? "typed call" : "text call";
        Line($"{call}, native binary: size", Figures.Bytes(floor.Size), Figures.Bytes(own.Size), [(double)own.Size / floor.Size], SizeGoal);
        Line($"{call}, native binary: start to first answer, against the JIT floor's", Time(floorJit), Time(own), Ratios(own, floorJit), StartGoal);
        Line($"{call}, native binary: start to first answer, against the native floor's", Time(floor), Time(own), Ratios(own, floor), null);
        Line($"{call}, JIT, published: start to first answer", Time(floorJit), Time(ownJit), Ratios(ownJit, floorJit), null);
    }

    private static string Time(NativeApp app) => Figures.Time(Figures.Median(app.Starts));

    private static double[] Ratios(NativeApp app, NativeApp floor) => [.. app.Starts.Zip(floor.Starts, static (own, its) => own / its)];

    private static void Line(string what, string floor, string own, double[] ratios, double? goal)
    {
        var median = Figures.Median(ratios);
        var spread = ratios.Length > 1 ? $" ({Figures.Ratio(ratios.Min())}–{Figures.Ratio(ratios.Max())})" : string.Empty;
        Console.WriteLine($"| {what} | {floor} | {own} | {Figures.Ratio(median)}{spread} | {(goal is { } limit ? "≤ " + Figures.Ratio(limit) : string.Empty)} "
            + $"| {(goal is null ? string.Empty : median <= goal ? "ok" : "**missed**")} |");
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "opper.yaml")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The repository with the programs to publish was not found above this program.");
    }
}
