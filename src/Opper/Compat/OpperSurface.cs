namespace Opper;

/// <summary>The API surface that calls, chats and embeddings are sent to. The calling code is the same for both.</summary>
public enum OpperSurface
{
    /// <summary>The version 2 endpoints: <c>/v2/call</c>, <c>/v2/openai/chat/completions</c>, <c>/v2/embeddings</c>.</summary>
    TaskCalls,

    /// <summary>The OpenAI-compatible endpoints <c>/v3/compat/chat/completions</c> and <c>/v3/compat/embeddings</c>, the successor of task calls according to
    /// Opper. Features without a counterpart throw <see cref="NotSupportedException"/> before anything is sent.</summary>
    Compat,
}
