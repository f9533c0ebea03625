using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace Opper.Tool.Terminal;

/// <summary>The terminal, or the files and pipes in its place, which get neither colours nor movement.</summary>
internal sealed class ToolConsole
{
    private const int RedirectedWidth = 120;

    private static readonly JsonSerializerOptions s_json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
    };

    private readonly IAnsiConsole _progress;
    private readonly string[] _secrets;

    public ToolConsole(ToolHost host)
    {
        Host = host;
        _secrets = [.. new[] { OpperClientOptions.ApiKeyVariable, OpperClientOptions.FallbackApiKeyVariable }.Select(host.GetVariable).OfType<string>().Select(key => key.Trim()).Where(key => key.Length > 0)];
        Out = Create(host.Out, host.IsOutputRedirected, host);
        _progress = Create(host.Error, host.IsErrorRedirected, host);
    }

    public ToolHost Host { get; }

    public IAnsiConsole Out { get; }

    /// <summary>Says an error in one line. A server may repeat the key in what it says of it: that is left out.</summary>
    public void Complain(string message) => Host.Error.WriteLine(Printable.Line(_secrets.Aggregate(message, (text, secret) => text.Replace(secret, "<key>", StringComparison.Ordinal))));

    /// <summary>Says something that is not the result.</summary>
    public void Note(string message) => Host.Error.WriteLine(Printable.Line(message));

    public void WriteLine(string text = "") => Host.Out.WriteLine(text);

    /// <summary>Text from elsewhere: as it is into a file, without control characters on a terminal.</summary>
    public void WriteForeign(string text) => Host.Out.Write(Host.IsOutputRedirected ? text : Printable.Text(text));

    public void WriteJson(object? value) => Host.Out.WriteLine(JsonSerializer.Serialize(value, s_json));

    /// <summary>Text of an argument, of standard input for "-" or where it is redirected, or none.</summary>
    public async Task<string?> ReadInputAsync(string? argument, CancellationToken cancellationToken)
        => argument is not null and not "-" ? argument
            : argument is "-" || Host.IsInputRedirected ? await ReadToEndAsync(cancellationToken) is { Length: > 0 } text ? text : null
            : null;

    // The reader of the process's input blocks, whatever the token says.
    private Task<string> ReadToEndAsync(CancellationToken cancellationToken) => Task.Run(() => Host.In.ReadToEnd(), CancellationToken.None).WaitAsync(cancellationToken);

    /// <summary>Does something with each item, several at a time, with a bar on a terminal.</summary>
    public Task ForEachAsync<T>(string what, IReadOnlyCollection<T> items, int concurrency, Func<T, CancellationToken, ValueTask> work, CancellationToken cancellationToken)
        => WithBarAsync(what, items.Count, done => Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken },
            async (item, token) =>
            {
                await work(item, token);
                done();
            }));

    /// <summary>Runs something with a bar on a terminal; the work says each time a part is done.</summary>
    /// <param name="what">What is done.</param>
    /// <param name="parts">How many parts there are, where that is known.</param>
    /// <param name="work">The work.</param>
    public Task WithBarAsync(string what, int? parts, Func<Action, Task> work)
        => _progress.Profile.Capabilities.Interactive && parts is not (0 or 1)
            ? _progress.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(progress =>
                {
                    var task = progress.AddTask(what.EscapeMarkup(), maxValue: parts ?? 1);
                    task.IsIndeterminate = parts is null;
                    return work(() => task.Increment(1));
                })
            : work(static () => { });

    private static IAnsiConsole Create(TextWriter writer, bool isRedirected, ToolHost host)
    {
        var isPlain = isRedirected || !string.IsNullOrEmpty(host.GetVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isRedirected)
        {
            // Terminals that CI systems pretend to have included.
            console.Profile.Capabilities.Ansi = false;
            console.Profile.Capabilities.Interactive = false;
            console.Profile.Width = RedirectedWidth;
        }

        return console;
    }
}
