using Opper.Samples;
using Opper.Samples.Migration;

return await Sample.RunAsync((connection, stop) => Comparison.RunAsync(connection, Console.Out, stop));
