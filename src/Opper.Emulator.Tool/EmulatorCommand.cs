using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;

namespace Opper.Emulator.Tool;

/// <summary>The command that runs a local Opper: opper-emulator, and dotnet opper emulator.</summary>
internal static class EmulatorCommand
{
    public const string Description = "A local, stateful Opper. It is not a language model: outputs come from rules, unless there is an upstream.";

    /// <summary>Gives a command the emulator's options, subcommands and action.</summary>
    public static void Fill(Command command)
    {
        var port = new Option<ushort>("--port")
        {
            Description = "The port; 0 chooses a free one.",
            DefaultValueFactory = _ => 4010,
            CustomParser = NumberOption.From<ushort>(0),
        };
        var host = new Option<IPAddress>("--host")
        {
            Description = "The address to listen on. If it is not loopback, everything requires the key.",
            DefaultValueFactory = _ => IPAddress.Loopback,
            CustomParser = Address,
        };
        var allowHost = new Option<string[]>("--allow-host")
        {
            Description = "An additional host name that clients use, such as emulator in a Docker network; may be repeated. "
                + "localhost and loopback addresses always work.",
            DefaultValueFactory = _ => [],
        };
        allowHost.Validators.Add(CheckHosts);
        var data = new Option<string>("--data")
        {
            Description = $"The SQLite file for the state, or {ServerOptions.Memory} for none.",
            DefaultValueFactory = _ => "opper-emulator.db",
        };
        data.Validators.Add(CheckPath);
        var key = new Option<string?>("--key") { Description = "The only key to accept. Default: any on loopback, otherwise a random one." };
        var delay = new Option<ushort>("--delay")
        {
            Description = "Milliseconds between the events of a stream.",
            DefaultValueFactory = _ => 15,
            CustomParser = NumberOption.From<ushort>(0),
        };
        var upstream = new Option<Uri?>("--upstream")
        {
            Description = "The base URL of an OpenAI-compatible server that completes calls and chats, such as http://localhost:11434/v1. "
                + "Default: OPPER_EMULATOR_UPSTREAM. Its key is read from OPPER_EMULATOR_UPSTREAM_KEY.",
            CustomParser = Upstream,
        };
        var upstreamModel = new Option<string?>("--upstream-model")
        {
            Description = "The model to request from the upstream for all calls. Default: OPPER_EMULATOR_UPSTREAM_MODEL.",
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

        result.AddError($"--host requires an IP address such as 127.0.0.1, not '{result.Tokens[0].Value}'.");
        return null;
    }

    private static Uri? Upstream(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        result.AddError($"--upstream requires an http or https URL such as http://localhost:11434/v1, not '{result.Tokens[0].Value}'.");
        return null;
    }

    private static void CheckHosts(OptionResult result)
    {
        foreach (var name in result.Tokens.Select(token => token.Value).Where(name => Uri.CheckHostName(name) == UriHostNameType.Unknown))
        {
            result.AddError($"--allow-host requires a name such as emulator, without scheme and port, not '{name}'.");
        }
    }

    private static void CheckPath(OptionResult result)
    {
        if (result.Tokens is [{ Value: var path }] && string.IsNullOrWhiteSpace(path))
        {
            result.AddError($"--data requires the path of a file, or {ServerOptions.Memory}.");
        }
    }
}
