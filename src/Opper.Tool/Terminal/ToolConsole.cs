using System.Text.Encodings.Web;
using System.Text.Json;
using Opper.Evaluation.Reports;
using Spectre.Console;

namespace Opper.Tool.Terminal;

/// <summary>The terminal, or redirected output, which has neither colors nor animation.</summary>
internal sealed class ToolConsole
{
    private const int RedirectedWidth = 120;

    private static readonly JsonSerializerOptions JsonOptions = new()
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
        _secrets = [.. new[] { OpperClientOptions.ApiKeyVariable,
            OpperClientOptions.FallbackApiKeyVariable }.Select(host.GetVariable).OfType<string>().Select(key => key.Trim()).Where(key => key.Length > 0)];
        ForeignOut = host.IsOutputRedirected ? host.Out : new PrintableWriter(host.Out);
        Out = Create(host.Out, host.IsOutputRedirected, host);
        _progress = Create(host.Error, host.IsErrorRedirected, host);
    }

    public ToolHost Host { get; }

    public IAnsiConsole Out { get; }

    /// <summary>The output for external text: unchanged in a file, and without control characters on a terminal.</summary>
    public TextWriter ForeignOut { get; }

    /// <summary>Writes an error as a single line. The key is omitted if a message of the server contains it.</summary>
    public void Complain(string message) =>
        Host.Error.WriteLine(VisibleText.Line(_secrets.Aggregate(message, (text, secret) => text.Replace(secret, "<key>", StringComparison.Ordinal))));

    /// <summary>Writes a note that is not part of the result.</summary>
    public void Note(string message) => Host.Error.WriteLine(VisibleText.Line(message));

    public void WriteLine(string text = "") => Host.Out.WriteLine(text);

    /// <summary>Writes external text: unchanged in a file, and without control characters on a terminal.</summary>
    public void WriteForeign(string text) => ForeignOut.Write(text);

    public void WriteJson(object? value) => Host.Out.WriteLine(Printable.Json(JsonSerializer.Serialize(value, JsonOptions)));

    /// <summary>The text of an argument, or of standard input for "-" or if it is redirected; otherwise none.</summary>
    public async Task<string?> ReadInputAsync(string? argument, CancellationToken cancellationToken) =>
        argument is not null and not "-" ? argument
            : argument is "-" || Host.IsInputRedirected ? await ReadToEndAsync(cancellationToken) is { Length: > 0 } text ? text : null
            : null;

    // Reading standard input blocks and ignores the token.
    private Task<string> ReadToEndAsync(CancellationToken cancellationToken) =>
        Task.Run(() => Host.In.ReadToEnd(), CancellationToken.None).WaitAsync(cancellationToken);

    /// <summary>Processes items concurrently, with a progress bar on a terminal.</summary>
    public Task ForEachAsync<T>(string what, IReadOnlyCollection<T> items, int concurrency, Func<T, CancellationToken, ValueTask> work,
        CancellationToken cancellationToken) =>
        WithBarAsync(what, items.Count, done => Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken },
            async (item, token) =>
            {
                await work(item, token);
                done();
            }));

    /// <summary>Runs work with a progress bar on a terminal; the work reports each completed part.</summary>
    /// <param name="what">The description of the work.</param>
    /// <param name="parts">The number of parts, if known.</param>
    /// <param name="work">The work.</param>
    public Task WithBarAsync(string what, int? parts, Func<Action, Task> work) =>
        _progress.Profile.Capabilities.Interactive && parts is not (0 or 1)
            ? _progress.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(),
                new RemainingTimeColumn())
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
            // Includes the terminals that CI systems emulate.
            console.Profile.Capabilities.Ansi = false;
            console.Profile.Capabilities.Interactive = false;
            console.Profile.Width = RedirectedWidth;
        }

        return console;
    }
}
