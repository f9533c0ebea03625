using Opper.Chat;

namespace Opper.Samples.ConsoleChat;

/// <summary>A chat on the console with a history. An empty line ends it.</summary>
public static class Conversation
{
    /// <summary>Reads lines and writes answers as they are streamed.</summary>
    /// <param name="opper">The client.</param>
    /// <param name="input">The input of the user.</param>
    /// <param name="output">The output.</param>
    /// <param name="cancellationToken">Ends the chat.</param>
    /// <returns>A task that completes when the chat ends.</returns>
    public static async Task RunAsync(OpperClient opper, TextReader input, TextWriter output, CancellationToken cancellationToken = default)
    {
        var request = new ChatCompletionRequest { Model = "openai/gpt-4o-mini", Messages = { ChatMessage.System("Answer briefly.") } };
        while (await AskAsync(input, output, cancellationToken) is { Length: > 0 } words)
        {
            request.Messages.Add(ChatMessage.User(words));
            try
            {
                var stream = opper.Chat.StreamAsync(request, cancellationToken: cancellationToken);
                await foreach (var text in stream.TextAsync(cancellationToken))
                {
                    await output.WriteAsync(text);
                    await output.FlushAsync(cancellationToken);
                }

                await output.WriteLineAsync();
                var completion = await stream.GetFinalCompletionAsync(cancellationToken);
                request.Messages.Add(completion.Choices[0].Message);
            }
            catch (OpperException problem)
            {
                // The failed message is removed from the history.
                request.Messages.RemoveAt(request.Messages.Count - 1);
                await output.WriteLineAsync($"({problem.Message})");
            }
        }
    }

    private static async Task<string?> AskAsync(TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteAsync("> ");
        await output.FlushAsync(cancellationToken);
        return await input.ReadLineAsync(cancellationToken);
    }
}
