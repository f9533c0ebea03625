namespace Opper;

/// <summary>Which endpoints of the API calls, chats and embeddings are sent to. The code that makes them is the same for both.</summary>
public enum OpperSurface
{
    /// <summary>Version 2: <c>/v2/call</c>, <c>/v2/openai/chat/completions</c>, <c>/v2/embeddings</c>.</summary>
    TaskCalls,

    /// <summary>The surface that follows OpenAI: <c>/v3/compat/chat/completions</c> and <c>/v3/compat/embeddings</c>, which Opper names as the successor of task calls.
    /// What it has no counterpart for is a <see cref="NotSupportedException"/> before anything is sent.</summary>
    Compat,
}
