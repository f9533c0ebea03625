using Opper.Emulator.Completions;
using Opper.Emulator.Scripting;

namespace Opper.Emulator;

/// <summary>
/// What the emulator answers to chats: <c>emulator.OnChat().CallsTool("weather", new { city = "Oslo" }).Returns("Rain.")</c> calls a tool, then says
/// what came of it.
/// </summary>
public sealed class ScriptedChat : Script<ScriptedChat>
{
    internal ScriptedChat()
    {
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

        var held = Array.ConvertAll(calls, c => (c.Name, Arguments: ToNode(c.Arguments)));
        // Each answer has ids of its own.
        return Add(_ => new Completion(null, IScript.Source) { ToolCalls = [.. held.Select(c => ToolCall.Of(c.Name, c.Arguments))] });
    }
}
