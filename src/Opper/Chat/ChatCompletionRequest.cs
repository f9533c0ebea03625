namespace Opper;

public partial class ChatCompletionRequest : IWireForm
{
    private bool _isStreamed;

    // The answer would be an event stream, which the method for whole answers cannot read.
    object IWireForm.ToWire() => Stream == true && !_isStreamed
        ? throw new ArgumentException($"{nameof(Stream)} cannot be set for a whole answer: use {nameof(ChatClient)}.{nameof(ChatClient.StreamAsync)}.", nameof(Stream))
        : this;

    internal ChatCompletionRequest WithResponseFormat(ChatResponseFormat format)
    {
        var copy = (ChatCompletionRequest)MemberwiseClone();
        copy.ResponseFormat = format;
        return copy;
    }

    internal ChatCompletionRequest AsStream()
    {
        var copy = (ChatCompletionRequest)MemberwiseClone();
        copy.Stream = true;
        copy._isStreamed = true;
        return copy;
    }
}
