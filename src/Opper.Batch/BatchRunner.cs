using Opper.Batch.Running;
using Opper.Chat;

namespace Opper.Batch;

/// <summary>Creates runners.</summary>
public static class BatchRunner
{
    /// <summary>A runner for any delegate.</summary>
    /// <typeparam name="TIn">The type of the inputs.</typeparam>
    /// <typeparam name="TOut">The type of the outputs.</typeparam>
    /// <param name="call">Creates the output of a row. The cost, tokens and rate limit rejections of its Opper calls are counted.</param>
    /// <param name="options">The options.</param>
    /// <returns>The runner.</returns>
    public static BatchRunner<TIn, TOut> For<TIn, TOut>(Func<TIn, CancellationToken, Task<TOut>> call, BatchOptions? options = null) => new(call, options);

    /// <summary>A runner for a task call with the row as its input. <c>POST /v2/call</c> for each row.</summary>
    /// <typeparam name="TIn">The type of the inputs.</typeparam>
    /// <typeparam name="TOut">The type of the answers; <see cref="string"/> for plain text.</typeparam>
    /// <param name="opper">The client.</param>
    /// <param name="name">The name of the task.</param>
    /// <param name="instructions">The instructions.</param>
    /// <param name="model">The model. Default: that of the API.</param>
    /// <param name="options">The options.</param>
    /// <returns>The runner.</returns>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    public static BatchRunner<TIn, TOut> ForTask<TIn, TOut>(OpperClient opper, string name, string? instructions = null, ModelSelection? model = null,
        BatchOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(opper);
        CallRequest Request(object? input) => new() { Name = name, Instructions = instructions, Model = model, Input = input };
        return new(new RequestWork<TIn, TOut, CallRequest>(opper, "task", input => Request(input), CallOf<TOut>(opper), Request(input: null)), options);
    }

    /// <summary>A runner for a task call whose request is created from each row. <c>POST /v2/call</c>.</summary>
    /// <typeparam name="TIn">The type of the inputs.</typeparam>
    /// <typeparam name="TOut">The type of the answers; <see cref="string"/> for plain text.</typeparam>
    /// <param name="opper">The client.</param>
    /// <param name="request">Creates the request of a row.</param>
    /// <param name="options">The options.</param>
    /// <returns>The runner.</returns>
    public static BatchRunner<TIn, TOut> ForTask<TIn, TOut>(OpperClient opper, Func<TIn, CallRequest> request, BatchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(opper);
        return new(new RequestWork<TIn, TOut, CallRequest>(opper, "task", request, CallOf<TOut>(opper)), options);
    }

    /// <summary>A runner for a managed function. All rows use the revision that is current when the run starts. <c>POST
    /// /v2/functions/{function_id}/call/{revision_id}</c>.</summary>
    /// <typeparam name="TIn">The type of the inputs.</typeparam>
    /// <typeparam name="TOut">The type of the answers; <see cref="string"/> for a function without an output schema.</typeparam>
    /// <param name="opper">The client.</param>
    /// <param name="name">The name of the function.</param>
    /// <param name="revisionId">The ID of another revision. Default: the one that is current when the run starts.</param>
    /// <param name="options">The options.</param>
    /// <returns>The runner.</returns>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    public static BatchRunner<TIn, TOut> ForFunction<TIn, TOut>(OpperClient opper, string name, string? revisionId = null, BatchOptions? options = null) =>
        new(new FunctionWork<TIn, TOut>(opper, name, revisionId), options);

    /// <summary>A runner for chat completions whose request is created from each row. <c>POST /v2/openai/chat/completions</c>.</summary>
    /// <typeparam name="TIn">The type of the inputs.</typeparam>
    /// <typeparam name="TOut">The type of the answers; <see cref="string"/> for plain text.</typeparam>
    /// <param name="opper">The client.</param>
    /// <param name="request">Creates the request of a row.</param>
    /// <param name="options">The options.</param>
    /// <returns>The runner.</returns>
    public static BatchRunner<TIn, TOut> ForChat<TIn, TOut>(OpperClient opper, Func<TIn, ChatCompletionRequest> request, BatchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(opper);
        return new(new RequestWork<TIn, TOut, ChatCompletionRequest>(opper, "chat", request,
            async (chat, token) => (await opper.Chat.CompleteAsync<TOut>(chat, cancellationToken: token).ConfigureAwait(false)).Value), options);
    }

    /// <summary>A runner for embeddings of texts. <c>POST /v2/embeddings</c> for each row.</summary>
    /// <param name="opper">The client.</param>
    /// <param name="model">The model. Default: that of the API.</param>
    /// <param name="options">The options.</param>
    /// <returns>The runner, whose outputs are vectors.</returns>
    public static BatchRunner<string, IReadOnlyList<float>> ForEmbedding(OpperClient opper, ModelSelection? model = null, BatchOptions? options = null) =>
        new(new EmbeddingWork(opper, model), options);

    private static Func<CallRequest, CancellationToken, Task<TOut>> CallOf<TOut>(OpperClient opper) =>
        async (call, token) => (await opper.CallAsync<TOut>(call, cancellationToken: token).ConfigureAwait(false)).Value;
}
