namespace Opper;

public partial class ChatCompletionRequest : IHasParentSpan, IWireForm
{
    string? IHasParentSpan.ParentSpanId => ParentSpanId;

    object IHasParentSpan.WithParentSpan(string spanId)
    {
        var copy = (ChatCompletionRequest)MemberwiseClone();
        copy.ParentSpanId = spanId;
        return copy;
    }

    // The answer would be an event stream, which the whole-answer method cannot read.
    object IWireForm.ToWire() => Stream == true
        ? throw new ArgumentException($"{nameof(Stream)} cannot be set here: this call gives the whole answer at once.", nameof(Stream))
        : this;
}
