using Opper.Drift;

return await DriftCommand.RunAsync(args);
