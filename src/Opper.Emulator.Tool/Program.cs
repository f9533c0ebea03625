using System.CommandLine;
using System.Net;
using Opper.Emulator;
using Opper.Emulator.Tool;

var port = new Option<ushort>("--port") { Description = "The port; 0 takes a free one.", DefaultValueFactory = _ => 4010 };
var host = new Option<IPAddress>("--host")
{
    Description = "The address to listen on. Whoever reaches another one than loopback can use the emulator.",
    DefaultValueFactory = _ => IPAddress.Loopback,
    CustomParser = result =>
    {
        if (IPAddress.TryParse(result.Tokens[0].Value, out var address))
        {
            return address;
        }

        result.AddError($"--host needs an IP address such as 127.0.0.1; it got '{result.Tokens[0].Value}'.");
        return null;
    },
};
var data = new Option<string>("--data")
{
    Description = $"The SQLite file that state is kept in, or {ServerOptions.Memory} for none.",
    DefaultValueFactory = _ => "opper-emulator.db",
};
var key = new Option<string?>("--key") { Description = "The only key to accept; any if left out." };
var delay = new Option<ushort>("--delay") { Description = "Milliseconds between the events of a stream.", DefaultValueFactory = _ => 15 };
var upstream = new Option<Uri?>("--upstream")
{
    Description = "An OpenAI-compatible base URL that gives the answers, such as http://localhost:11434/v1; OPPER_EMULATOR_UPSTREAM if left out. Its key comes from OPPER_EMULATOR_UPSTREAM_KEY.",
};
var upstreamModel = new Option<string?>("--upstream-model")
{
    Description = "The model to ask the upstream for, whatever the call names; OPPER_EMULATOR_UPSTREAM_MODEL if left out.",
};

var command = new RootCommand("A local, stateful Opper. It is no language model: answers come from rules, unless an upstream gives them.") { port, host, data, key, delay, upstream, upstreamModel };
OpperEmulatorOptions Listening(ParseResult arguments) => new()
{
    Port = arguments.GetValue(port),
    Address = arguments.GetRequiredValue(host),
    ApiKey = arguments.GetValue(key),
};
var cassettes = new CassetteCommands([port, host, key], Listening);
command.Subcommands.Add(cassettes.Record());
command.Subcommands.Add(cassettes.Replay());
command.SetAction((arguments, stop) => Server.RunAsync(new OpperEmulatorOptions
{
    Port = arguments.GetValue(port),
    Address = arguments.GetRequiredValue(host),
    DataPath = ServerOptions.DataPath(arguments.GetRequiredValue(data)),
    ApiKey = arguments.GetValue(key),
    StreamDelay = TimeSpan.FromMilliseconds(arguments.GetValue(delay)),
    Upstream = arguments.GetValue(upstream),
    UpstreamModel = arguments.GetValue(upstreamModel),
}, stop));
return await command.Parse(args).InvokeAsync();
