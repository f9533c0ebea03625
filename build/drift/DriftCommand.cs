using System.CommandLine;
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

    public static RootCommand Root()
    {
        var live = new Argument<string>("openapi.json") { Description = "OpenAPI document of the live service: a file or an http(s) URL." };
        var contract = new Option<string>("--contract") { Description = "The contract.", DefaultValueFactory = _ => "opper.yaml" };
        var list = new Option<string?>("--on-purpose") { Description = "The reviewed list of differences that are meant to be. Default: the one beside this program." };
        var format = new Option<string>("--format") { Description = "Form of the report.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "markdown", "json");
        var command = new RootCommand("Compares opper.yaml with the OpenAPI document of the live service. Exit code: 0 no drift, 1 drift, 2 could not run.") { live, contract, list, format };
        command.SetAction((arguments, stop) => GuardedAsync(async () =>
        {
            var report = DriftReport.Make(
                await DocumentReader.ReadAsync(arguments.GetRequiredValue(contract), stop),
                await DocumentReader.ReadAsync(arguments.GetRequiredValue(live), stop),
                OnPurposeList.Read(arguments.GetValue(list) ?? Path.Combine(AppContext.BaseDirectory, "on-purpose.yaml")));
            await Console.Out.WriteAsync(arguments.GetValue(format) switch
            {
                "markdown" => MarkdownReport.Write(report),
                "json" => JsonReport.Write(report),
                _ => TextReport.Write(report),
            });
            return report.IsClean ? Same : Different;
        }));
        return command;
    }

    private static async Task<int> GuardedAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (DriftException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return Failed;
        }
    }
}
