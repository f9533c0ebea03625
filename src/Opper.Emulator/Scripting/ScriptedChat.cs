using Opper.Emulator.Completions;
using Opper.Emulator.Scripting;

namespace Opper.Emulator;

/// <summary>
/// What the emulator answers to chats. Each further answer is for the next chat request, and the last one stays:
/// <c>emulator.OnChat().CallsTool("weather", new { city = "Oslo" }).Returns("Rain.")</c> calls a tool, then says what came of it.
/// </summary>
public sealed class ScriptedChat
{
    private readonly ScriptedCall _script;

    internal ScriptedChat(ScriptedCall script) => _script = script;

    /// <summary>Limits the script to some chats; the others go to the script laid down before it, or to the emulator's own answers.</summary>
    /// <param name="condition">Looks at the chat: <see cref="EmulatedCall.UserText"/>, or the whole request in <see cref="EmulatedCall.Input"/>; all
    /// conditions have to hold.</param>
    /// <returns>This script.</returns>
    public ScriptedChat When(Func<EmulatedCall, bool> condition)
    {
        _script.When(condition);
        return this;
    }

    /// <summary>Answers with a text.</summary>
    /// <param name="answer">A string as it is; anything else as its JSON.</param>
    /// <returns>This script.</returns>
    public ScriptedChat Returns(object? answer)
    {
        _script.Returns(answer);
        return this;
    }

    /// <summary>Answers with what is made of the chat.</summary>
    /// <param name="answer">Makes the answer: a string as it is; anything else as its JSON.</param>
    /// <returns>This script.</returns>
    public ScriptedChat Returns(Func<EmulatedCall, object?> answer)
    {
        _script.Returns(answer);
        return this;
    }

    /// <summary>Answers with a text in just these pieces; a chat that is not streamed gets them joined.</summary>
    /// <param name="pieces">The contents of the stream's chunks.</param>
    /// <returns>This script.</returns>
    public ScriptedChat Streams(params string[] pieces)
    {
        _script.Streams(pieces);
        return this;
    }

    /// <summary>Sends these pieces, then an error event; a chat that is not streamed gets 502.</summary>
    /// <param name="pieces">The contents of the chunks before the error; there may be none.</param>
    /// <param name="errorType">The error's <c>type</c>.</param>
    /// <param name="errorMessage">The error's <c>message</c>.</param>
    /// <returns>This script.</returns>
    public ScriptedChat StreamsThenFails(IEnumerable<string> pieces, string errorType = "UpstreamError", string errorMessage = "The model went away")
    {
        _script.StreamsThenFails(pieces, errorType, errorMessage);
        return this;
    }

    /// <summary>Refuses the chat with an error of the API.</summary>
    /// <param name="statusCode">From 400 to 599.</param>
    /// <param name="detail">The error's detail.</param>
    /// <returns>This script.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The status is not an error's.</exception>
    public ScriptedChat Throws(int statusCode, string? detail = null)
    {
        _script.Throws(statusCode, detail);
        return this;
    }

    /// <summary>Answers with a call of one tool.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="arguments">An object that is written as JSON, or the arguments' JSON as a string, which need not be valid.</param>
    /// <returns>This script.</returns>
    public ScriptedChat CallsTool(string name, object? arguments = null) => CallsTools((name, arguments));

    /// <summary>Answers with calls of several tools at once.</summary>
    /// <param name="calls">The functions' names and their arguments, as <see cref="CallsTool"/> takes them.</param>
    /// <returns>This script.</returns>
    /// <exception cref="ArgumentException">There is no call, or one has no name.</exception>
    public ScriptedChat CallsTools(params (string Name, object? Arguments)[] calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        if (calls.Length == 0 || Array.Exists(calls, c => string.IsNullOrEmpty(c.Name)))
        {
            throw new ArgumentException("Name at least one tool, and every one.", nameof(calls));
        }

        var held = Array.ConvertAll(calls, c => (c.Name, Arguments: ScriptedValue.ToNode(c.Arguments)));
        // Each answer has ids of its own.
        _script.Calls(_ => [.. held.Select(c => ToolCall.Of(c.Name, c.Arguments))]);
        return this;
    }
}
