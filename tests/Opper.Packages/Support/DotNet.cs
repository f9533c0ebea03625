using CliWrap;
using CliWrap.Buffered;

namespace Opper.Packages;

/// <summary>The dotnet command, as run in a terminal: isolated from the build of the tests, with no processes left behind.</summary>
internal static class DotNet
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(8);

    // Variables of 'dotnet test' or CI that the child process must not inherit.
    private static readonly string[] Inherited = ["MSBUILD", "VSTEST", "TESTINGPLATFORM", "COVERLET", "DOTNET_HOST_PATH", "DOTNET_CLI_TEST", "OPPER_"];

    /// <summary>Runs it to its end.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="variables">Environment variables besides the test's own.</param>
    /// <param name="arguments">The arguments.</param>
    public static async Task<Output> RunAsync(string folder, IReadOnlyDictionary<string, string?> variables, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(TimeLimit);
        var result = await Cli.Wrap("dotnet").WithArguments(arguments).WithWorkingDirectory(folder).WithEnvironmentVariables(Plain(variables))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(limit.Token);
        return new Output($"dotnet {string.Join(' ', arguments)}", result.ExitCode, result.StandardOutput + result.StandardError);
    }

    public static Task<Output> RunAsync(string folder, params string[] arguments) => RunAsync(folder, new Dictionary<string, string?>(), arguments);

    /// <summary>The environment of a child process: the default one with the given variables.</summary>
    public static IReadOnlyDictionary<string, string?> Plain(IReadOnlyDictionary<string, string?> variables)
    {
        var environment = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name == "CI" || Inherited.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            .ToDictionary(name => name, _ => (string?)null);
        environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        environment["DOTNET_NOLOGO"] = "1";
        // A build server would outlive the test and keep its output open.
        environment["MSBUILDDISABLENODEREUSE"] = "1";
        environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        environment["UseSharedCompilation"] = "false";
        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        return environment;
    }
}
