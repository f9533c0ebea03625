using System.Diagnostics;

namespace Opper.Benchmarks.Measuring;

/// <summary>A program that makes one call and prints its answer, published for the JIT or natively.</summary>
/// <param name="folder">Where it is published.</param>
/// <param name="byHand">Whether HttpClient and System.Text.Json make the call, instead of the library.</param>
/// <param name="typed">Whether the answer is a record, instead of a text.</param>
/// <param name="native">Whether it is compiled ahead of time.</param>
internal sealed class NativeApp(string folder, bool byHand, bool typed, bool native)
{
    private readonly string _folder = Path.Combine(folder, $"{byHand}-{typed}-{native}");
    private readonly List<double> _starts = [];

    public IReadOnlyList<double> Starts => _starts;

    /// <summary>The size of the program itself, without debug symbols and documentation.</summary>
    public long Size => new FileInfo(Program).Length;

    private string Program => Path.Combine(_folder, "Opper.Aot." + (byHand ? "ByHand" : "ByOpper") + (typed ? "Typed" : string.Empty));

    public async Task PublishAsync(string repository)
    {
        string[] arguments =
        [
            "publish", Path.Combine(repository, "tests", "Opper.Aot.OneCall"), "-c", "Release", "-v", "quiet", "-o", _folder,
            $"-p:ByHand={(byHand ? "true" : "false")}", $"-p:Typed={(typed ? "true" : "false")}", .. native ? ["-p:AppKind=native"] : Array.Empty<string>(),
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(output);
        }
    }

    /// <summary>From the start of the process to the line that it prints.</summary>
    public async Task StartAsync(bool keep)
    {
        var begin = Stopwatch.GetTimestamp();
        using var process = new Child(Program);
        var line = await process.ReadAsync();
        if (keep)
        {
            _starts.Add(Stopwatch.GetElapsedTime(begin).TotalNanoseconds);
        }

        if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [_, _, ..])
        {
            throw new InvalidOperationException($"{Program} printed no answer: {line}");
        }
    }
}
