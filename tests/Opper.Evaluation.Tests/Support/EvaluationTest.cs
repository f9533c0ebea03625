using Opper.Emulator;

namespace Opper.Evaluation.Tests;

/// <summary>A test with its own emulator.</summary>
public abstract class EvaluationTest
{
    private OpperEmulator? _emulator;

    protected OpperEmulator Emulator => _emulator!;

    protected OpperClient Opper { get; private set; } = null!;

    protected string Folder { get; private set; } = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _emulator = await OpperEmulator.StartAsync();
        Opper = Emulator.CreateClient(options => options.MaxRetries = 0);
        Folder = Directory.CreateTempSubdirectory("opper-evaluation-").FullName;
    }

    [TearDown]
    public async Task StopAsync()
    {
        await Emulator.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A variant that returns outputs from a table, and fails for other inputs.</summary>
    protected static EvaluationVariant Table(string name, params (string Input, object? Answer)[] answers)
    {
        var table = answers.ToDictionary(answer => answer.Input, answer => answer.Answer);
        return EvaluationVariant.Of(name, "1", (input, _) => Task.FromResult(new EvaluationOutput(RawJson.From(table[(string)input!]))));
    }

    protected int Calls(string path) => Emulator.Requests.Count(request => request.Method == "POST" && request.Path.StartsWith(path, StringComparison.Ordinal));
}
