using Spectre.Console;

namespace Opper.Quickstart;

/// <summary>The terminal, with a readable width, and without animation if the output is redirected.</summary>
internal static class Terminal
{
    private const int MaxWidth = 110;
    private const int FileWidth = 100;

    public static IAnsiConsole Out { get; } = Create();

    public static bool IsLive => Out.Profile.Capabilities.Interactive && Out.Profile.Capabilities.Ansi;

    public static void Heading(int number, string title)
    {
        Out.WriteLine();
        Out.Write(new Rule($"[bold]{number}  {title.EscapeMarkup()}[/]") { Justification = Justify.Left, Style = Style.Parse("dim") });
    }

    /// <summary>Runs work with a spinner.</summary>
    public static Task<T> WaitAsync<T>(string what, Func<Task<T>> work) =>
        IsLive ? Out.Status().Spinner(Spinner.Known.Dots).StartAsync(what.EscapeMarkup(), _ => work()) : work();

    /// <summary>Processes items, four at a time, with a progress bar.</summary>
    public static Task ForEachAsync<T>(string what, IReadOnlyCollection<T> items, Func<T, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        return IsLive
            ? Out.Progress().AutoClear(true).HideCompleted(false)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
                .StartAsync(progress =>
                {
                    var task = progress.AddTask(what.EscapeMarkup(), maxValue: items.Count);
                    return RunAsync(() => task.Increment(1));
                })
            : RunAsync(static () => { });

        Task RunAsync(Action done) =>
            Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken }, async (item, token) =>
            {
                await work(item, token);
                done();
            });
    }

    private static IAnsiConsole Create()
    {
        var console = AnsiConsole.Console;
        console.Profile.Width = Console.IsOutputRedirected ? FileWidth : Math.Min(console.Profile.Width, MaxWidth);
        if (Console.IsOutputRedirected)
        {
            // Even if a CI system emulates a terminal.
            console.Profile.Capabilities.Ansi = false;
            console.Profile.Capabilities.Interactive = false;
        }

        return console;
    }
}
