namespace Opper.Emulator;

/// <summary>The outputs of chats: <c>emulator.OnChat().CallsTool("weather", new { city = "Oslo" }).Returns("Rain.")</c> calls a tool first.</summary>
public sealed class ScriptedChat : Script<ScriptedChat>
{
    internal ScriptedChat()
    {
    }

    /// <summary>Adds an output with one tool call.</summary>
    /// <param name="name">The name of the function.</param>
    /// <param name="arguments">An object that is serialized as JSON, or the JSON of the arguments as a string, which need not be valid.</param>
    /// <returns>This script.</returns>
    public ScriptedChat CallsTool(string name, object? arguments = null) => CallsTools((name, arguments));

    /// <summary>Adds an output with several tool calls.</summary>
    /// <param name="calls">The names of the functions and their arguments, as in <see cref="CallsTool"/>.</param>
    /// <returns>This script.</returns>
    /// <exception cref="ArgumentException">There are no calls, or one has no name.</exception>
    public ScriptedChat CallsTools(params (string Name, object? Arguments)[] calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        if (calls.Length == 0 || Array.Exists(calls, c => string.IsNullOrEmpty(c.Name)))
        {
            throw new ArgumentException("At least one tool call is required, and each must have a name.", nameof(calls));
        }

        var held = Array.ConvertAll(calls, c => (c.Name, Arguments: ToNode(c.Arguments)));
        // Each output gets new IDs.
        return Add(_ => new Completion(null, IScript.Source) { ToolCalls = [.. held.Select(c => ToolCall.Of(c.Name, c.Arguments))] });
    }
}
