using Opper.Samples;
using Opper.Samples.Tracing;

return await Sample.RunAsync((connection, stop) => MailTrace.RunAsync(connection.CreateClient(), Console.Out, stop));
