namespace Opper;

public partial class ChatCompletionRequest : IWireForm
{
    // The answer would be an event stream, which the whole-answer method cannot read.
    object IWireForm.ToWire() => Stream == true
        ? throw new ArgumentException($"{nameof(Stream)} cannot be set here: this call gives the whole answer at once.", nameof(Stream))
        : this;
}
