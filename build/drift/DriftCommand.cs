using System.CommandLine;
using Opper.Drift.Applying;
using Opper.Drift.Checking;
using Opper.Drift.OnPurpose;
using Opper.Drift.Reading;
using Opper.Drift.Reporting;

namespace Opper.Drift;

/// <summary>The command line.</summary>
internal static class DriftCommand
{
    private const int Same = 0;
    private const int Different = 1;
    private const int Failed = 2;

    // Different from 1, the exit code of dotnet itself.
    private const int Invalid = 3;

    /// <summary>Runs the command line.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Root().Parse(arguments);
        // The default handler would exit with 1, which means drift.
        var code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        return parsed.Errors.Count > 0 ? Failed : code;
    }

    private static RootCommand Root()
    {
        var live = new Argument<string>("openapi.json") { Description = "OpenAPI document of the live service: a file or an http(s) URL." };
        var contract = new Option<string>("--contract") { Description = "The contract.", DefaultValueFactory = _ => "opper.yaml" };
        var list = new Option<string?>("--on-purpose")
        {
            Description = "The reviewed list of intended differences. Default: the one beside this program.",
        };
        var format = new Option<string>("--format") { Description = "The format of the report.", DefaultValueFactory = _ => "text" };
        var apply = new Option<bool>("--apply")
        {
            Description = "Write the additive differences into the contract; all other lines remain unchanged. The report lists the rest.",
        };
        format.AcceptOnlyFromAmong("text", "markdown", "json");
        var command = new RootCommand("Compares opper.yaml with the OpenAPI document of the live service. Exit code: 0 no drift, 1 drift, 2 could not run.")
        {
            live,
            contract,
            list,
            format,
            apply,
        };
        command.SetAction((arguments, stop) => GuardedAsync(async () =>
        {
            var ours = arguments.GetRequiredValue(contract);
            var onPurpose = arguments.GetValue(list) ?? Path.Combine(AppContext.BaseDirectory, "on-purpose.yaml");
            var theirs = await DocumentReader.ReadAsync(arguments.GetRequiredValue(live), stop);
            var report = DriftReport.Make(await DocumentReader.ReadAsync(ours, stop), theirs, OnPurposeList.Read(onPurpose));
            if (arguments.GetValue(apply))
            {
                await ApplyAsync(ours, report, stop);
                report = DriftReport.Make(await DocumentReader.ReadAsync(ours, stop), theirs, OnPurposeList.Read(onPurpose));
            }

            await Console.Out.WriteAsync(arguments.GetValue(format) switch
            {
                "markdown" => MarkdownReport.Write(report),
                "json" => JsonReport.Write(report),
                _ => TextReport.Write(report),
            });
            return report.IsClean ? Same : Different;
        }));
        command.Subcommands.Add(Check());
        return command;
    }

    private static Command Check()
    {
        var contract = new Argument<string>("opper.yaml") { Description = "The contract." };
        var command = new Command("check",
            "Reports errors that make a contract unreadable, with their lines, as compilers do. Exit code: 0 none, 3 errors, 2 could not run.") { contract };
        command.SetAction((arguments, stop) => GuardedAsync(async () =>
        {
            var file = Path.GetFullPath(arguments.GetRequiredValue(contract));
            var errors = ContractCheck.Check(await File.ReadAllTextAsync(file, stop));
            foreach (var error in errors)
            {
                await Console.Out.WriteLineAsync(error.Format(file));
            }

            return errors.Count == 0 ? Same : Invalid;
        }));
        return command;
    }

    private static async Task ApplyAsync(string contract, DriftReport report, CancellationToken stop)
    {
        var result = Applier.Apply(await File.ReadAllTextAsync(contract, stop), report);
        await File.WriteAllTextAsync(contract, result.Text, stop);
        foreach (var difference in result.Applied)
        {
            await Console.Error.WriteLineAsync($"applied: {difference.Where}: {difference.Message}");
        }

        foreach (var (difference, why) in result.ByHand)
        {
            await Console.Error.WriteLineAsync($"by hand: {difference.Where}: {difference.Message}; {why}");
        }
    }

    private static async Task<int> GuardedAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception error) when (error is DriftException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return Failed;
        }
    }
}
