using Opper.Chat;

namespace Opper.Batch.Running;

/// <summary>A chat completion. Its whole request identifies a row.</summary>
internal sealed class ChatWork<TIn, TOut> : BatchWork<TIn, TOut>
{
    private readonly OpperClient _opper;
    private readonly Func<TIn, ChatCompletionRequest> _request;

    public ChatWork(OpperClient opper, Func<TIn, ChatCompletionRequest> request)
    {
        ArgumentNullException.ThrowIfNull(opper);
        ArgumentNullException.ThrowIfNull(request);
        (_opper, _request) = (opper, request);
    }

    public override string Name => "chat";

    public override object? KeyOf(TIn input) => _request(input);

    public override ValueTask<PreparedWork<TIn, TOut>> PrepareAsync(CancellationToken cancellationToken)
        => new(new PreparedWork<TIn, TOut>("chat " + SchemaText, async (input, token) => (await _opper.Chat.CompleteAsync<TOut>(_request(input), cancellationToken: token).ConfigureAwait(false)).Value));
}
