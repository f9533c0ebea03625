using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;

namespace Opper.Emulator.Tool;

/// <summary>The command that runs a local Opper: opper-emulator, and dotnet opper emulator.</summary>
internal static class EmulatorCommand
{
    public const string Description = "A local, stateful Opper. It is no language model: answers come from rules, unless an upstream gives them.";

    /// <summary>Gives a command the emulator's options, subcommands and action.</summary>
    public static void Fill(Command command)
    {
        var port = new Option<ushort>("--port") { Description = "The port; 0 takes a free one.", DefaultValueFactory = _ => 4010 };
        var host = new Option<IPAddress>("--host")
        {
            Description = "The address to listen on. On another one than loopback everything demands the key.",
            DefaultValueFactory = _ => IPAddress.Loopback,
            CustomParser = Address,
        };
        var allowHost = new Option<string[]>("--allow-host")
        {
            Description = "A further name under which clients call it, such as emulator in a Docker network; may be repeated. "
                + "localhost and loopback addresses always work.",
            DefaultValueFactory = _ => [],
        };
        allowHost.Validators.Add(CheckHosts);
        var data = new Option<string>("--data")
        {
            Description = $"The SQLite file that state is kept in, or {ServerOptions.Memory} for none.",
            DefaultValueFactory = _ => "opper-emulator.db",
        };
        data.Validators.Add(CheckPath);
        var key = new Option<string?>("--key") { Description = "The only key to accept. If left out: any on loopback, a random one elsewhere." };
        var delay = new Option<ushort>("--delay") { Description = "Milliseconds between the events of a stream.", DefaultValueFactory = _ => 15 };
        var upstream = new Option<Uri?>("--upstream")
        {
            Description = "An OpenAI-compatible base URL that gives the answers, such as http://localhost:11434/v1; OPPER_EMULATOR_UPSTREAM if left out. "
                + "Its key comes from OPPER_EMULATOR_UPSTREAM_KEY.",
            CustomParser = Upstream,
        };
        var upstreamModel = new Option<string?>("--upstream-model")
        {
            Description = "The model to ask the upstream for, whatever the call names; OPPER_EMULATOR_UPSTREAM_MODEL if left out.",
        };
        foreach (var option in (ReadOnlySpan<Option>)[port, host, allowHost, data, key, delay, upstream, upstreamModel])
        {
            command.Options.Add(option);
        }

        var cassettes = new CassetteCommands([port, host, allowHost, key], Listening);
        command.Subcommands.Add(cassettes.Record());
        command.Subcommands.Add(cassettes.Replay());
        command.SetAction((arguments, stop) =>
        {
            var options = Listening(arguments);
            options.DataPath = ServerOptions.DataPath(arguments.GetRequiredValue(data));
            options.StreamDelay = TimeSpan.FromMilliseconds(arguments.GetValue(delay));
            options.Upstream = arguments.GetValue(upstream);
            options.UpstreamModel = arguments.GetValue(upstreamModel);
            return Server.RunAsync(options, stop);
        });

        OpperEmulatorOptions Listening(ParseResult arguments)
        {
            var options = new OpperEmulatorOptions
            {
                Port = arguments.GetValue(port),
                Address = arguments.GetRequiredValue(host),
                ApiKey = arguments.GetValue(key),
            };
            Array.ForEach(arguments.GetRequiredValue(allowHost), options.AllowedHosts.Add);
            return options;
        }
    }

    private static IPAddress? Address(ArgumentResult result)
    {
        if (IPAddress.TryParse(result.Tokens[0].Value, out var address))
        {
            return address;
        }

        result.AddError($"--host needs an IP address such as 127.0.0.1; it got '{result.Tokens[0].Value}'.");
        return null;
    }

    private static Uri? Upstream(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        result.AddError($"--upstream needs an http or https URL such as http://localhost:11434/v1; it got '{result.Tokens[0].Value}'.");
        return null;
    }

    private static void CheckHosts(OptionResult result)
    {
        foreach (var name in result.Tokens.Select(token => token.Value).Where(name => Uri.CheckHostName(name) == UriHostNameType.Unknown))
        {
            result.AddError($"--allow-host needs a name such as emulator, without scheme and port; it got '{name}'.");
        }
    }

    private static void CheckPath(OptionResult result)
    {
        if (result.Tokens is [{ Value: var path }] && string.IsNullOrWhiteSpace(path))
        {
            result.AddError($"--data needs the path of a file, or {ServerOptions.Memory}.");
        }
    }
}
