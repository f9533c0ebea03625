using Opper.Samples;
using Opper.Samples.ConsoleChat;

return await Sample.RunAsync((connection, stop) => Conversation.RunAsync(connection.CreateClient(), Console.In, Console.Out, stop));
