using Opper.Samples;
using Opper.Samples.Agent;

return await Sample.RunAsync((connection, stop) => SupportDesk.RunAsync(connection.CreateClient(), Console.Out, stop));
