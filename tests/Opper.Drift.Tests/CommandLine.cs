namespace Opper.Drift.Tests;

/// <summary>Runs the command line like a user, with files in a separate folder.</summary>
internal sealed class CommandLine : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drift-");

    public CommandLine(string? contract = null) => Contract = File("opper.yaml", contract ?? Drift.Contract);

    public string Contract { get; }

    public string Output { get; private set; } = string.Empty;

    public string Error { get; private set; } = string.Empty;

    public string File(string name, string text)
    {
        var path = PathOf(name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Compares a live document with the contract.</summary>
    public Task<int> CompareAsync(string live, params string[] options) => RunAsync([File("openapi.json", live), "--contract", Contract, .. options]);

    public async Task<int> RunAsync(params string[] arguments)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var written = new StringWriter();
        using var complained = new StringWriter();
        try
        {
            Console.SetOut(written);
            Console.SetError(complained);
            return await DriftCommand.RunAsync(arguments);
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
            (Output, Error) = (written.ToString().ReplaceLineEndings("\n"), complained.ToString().ReplaceLineEndings("\n"));
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
