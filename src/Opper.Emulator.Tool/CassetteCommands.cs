using System.CommandLine;

namespace Opper.Emulator.Tool;

/// <summary>The commands that record to a cassette and replay from it.</summary>
internal sealed class CassetteCommands(IReadOnlyList<Option> listening, Func<ParseResult, OpperEmulatorOptions> options)
{
    private const string Strict = "strict";
    private const string All = "all";
    private const string Auto = "auto";

    private readonly Option<string> _cassette = new("--cassette")
    {
        Description = "The cassette, a JSON Lines file such as tests/support.jsonl.",
        Required = true,
    };
    private readonly Option<Uri> _upstream = new("--upstream")
    {
        Description = "The server to record.",
        DefaultValueFactory = _ => new Uri("https://api.opper.ai"),
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                return address;
            }

            result.AddError($"--upstream requires an http or https URL such as https://api.opper.ai, not '{result.Tokens[0].Value}'.");
            return null;
        },
    };

    private readonly Option<string[]> _redact = new("--redact")
    {
        Description = "A field to redact, such as input.email; may be repeated.",
        CustomParser = Fields,
    };

    private readonly Option<string[]> _ignore = new("--ignore")
    {
        Description = "A field to ignore when requests are matched, such as input.today; may be repeated.",
        CustomParser = Fields,
    };

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Overwrite an existing cassette instead of adding to it." };
    private readonly Option<bool> _noPauses = new("--no-pauses") { Description = "Replay streams without their recorded delays." };

    /// <summary>opper-emulator record.</summary>
    public Command Record()
    {
        var mode = Mode(All, $"'{All}' forwards every request; '{Auto}' only those that are not in the cassette yet.");
        const string Description = "Forwards requests to the live API, with their own API keys, and records each exchange to a cassette. "
            + "Keys are not recorded.";
        var command = Make("record", Description, mode, _upstream, _redact, _ignore, _overwrite, _noPauses);
        command.SetAction((arguments, stop) => RunAsync(
            arguments,
            o => arguments.GetValue(mode) == Auto
                ? o.ReplayOrRecord(arguments.GetRequiredValue(_cassette), arguments.GetValue(_upstream))
                : o.Record(arguments.GetRequiredValue(_cassette), arguments.GetValue(_upstream)),
            stop));
        return command;
    }

    /// <summary>opper-emulator replay.</summary>
    public Command Replay()
    {
        var mode = Mode(Strict, $"'{Strict}' rejects requests that are not in the cassette with 501; '{Auto}' records them from the upstream.");
        var command = Make("replay", "Replays responses from a cassette, without any other server.", mode, _upstream, _redact, _ignore, _noPauses);
        command.SetAction((arguments, stop) => RunAsync(
            arguments,
            o => arguments.GetValue(mode) == Auto
                ? o.ReplayOrRecord(arguments.GetRequiredValue(_cassette), arguments.GetValue(_upstream))
                : o.Replay(arguments.GetRequiredValue(_cassette)),
            stop));
        return command;
    }

    private Task<int> RunAsync(ParseResult arguments, Func<OpperEmulatorOptions, CassetteOptions> with, CancellationToken stop)
    {
        var all = options(arguments);
        var cassette = with(all).Redact(arguments.GetValue(_redact) ?? []).Ignore(arguments.GetValue(_ignore) ?? []);
        cassette.Overwrite = arguments.GetValue(_overwrite);
        cassette.ReplayPauses = !arguments.GetValue(_noPauses);
        return Server.RunAsync(all, stop);
    }

    private Command Make(string name, string description, params IEnumerable<Option> own)
    {
        var command = new Command(name, description) { _cassette };
        foreach (var option in own.Concat(listening))
        {
            command.Options.Add(option);
        }

        return command;
    }

    private static Option<string> Mode(string usual, string description)
    {
        var mode = new Option<string>("--mode") { Description = description, DefaultValueFactory = _ => usual };
        mode.AcceptOnlyFromAmong(usual, Auto);
        return mode;
    }

    private static string[]? Fields(System.CommandLine.Parsing.ArgumentResult result)
    {
        foreach (var token in result.Tokens.Where(token => token.Value.Split('.').Any(string.IsNullOrWhiteSpace)))
        {
            result.AddError($"'{token.Value}' is not a field path such as input.email.");
        }

        return [.. result.Tokens.Select(token => token.Value)];
    }
}
