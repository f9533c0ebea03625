using Opper.Drift;

return await DriftCommand.Root().Parse(args).InvokeAsync();
