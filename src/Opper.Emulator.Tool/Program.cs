using System.CommandLine;
using Opper.Emulator.Tool;

var command = new RootCommand(EmulatorCommand.Description);
EmulatorCommand.Fill(command);
return await command.Parse(args).InvokeAsync();
