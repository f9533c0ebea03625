namespace Opper.Chat;

public partial class ChatCompletionRequest : IWireForm
{
    private bool _isStreamed;

    // The response would be an event stream, which CompleteAsync cannot read.
    object IWireForm.ToWire() => Stream == true && !_isStreamed
        ? throw new ArgumentException($"{nameof(Stream)} cannot be set for a buffered completion; use {nameof(ChatClient)}.{nameof(ChatClient.StreamAsync)}.",
            nameof(Stream))
        : this;

    internal ChatCompletionRequest WithResponseFormat(ChatResponseFormat format)
    {
        var copy = (ChatCompletionRequest)MemberwiseClone();
        copy.ResponseFormat = format;
        return copy;
    }

    /// <summary>Returns a copy with the options of the model as additional properties.</summary>
    internal ChatCompletionRequest WithOptions(RawJson? options)
    {
        var copy = (ChatCompletionRequest)MemberwiseClone();
        if (options is not null)
        {
            copy._additionalProperties = new Dictionary<string, RawJson?>(AdditionalProperties);
            foreach (var option in options.ToJsonElement().EnumerateObject())
            {
                copy._additionalProperties[option.Name] = RawJson.FromElement(option.Value);
            }
        }

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
