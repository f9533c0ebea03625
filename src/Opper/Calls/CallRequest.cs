namespace Opper;

public partial class CallRequest : IHasOutputSchema, IHasParentSpan, IWireForm
{
    object? IHasOutputSchema.OutputSchema => OutputSchema;

    string? IHasParentSpan.ParentSpanId => ParentSpanId;

    object IHasParentSpan.WithParentSpan(string spanId)
    {
        var copy = (CallRequest)MemberwiseClone();
        copy.ParentSpanId = spanId;
        return copy;
    }

    object IWireForm.ToWire()
    {
        var live = Configuration?.ToLiveForm();
        if (ReferenceEquals(live, Configuration))
        {
            return this;
        }

        var copy = (CallRequest)MemberwiseClone();
        copy.Configuration = live;
        return copy;
    }

    internal CallRequest WithOutputSchema(OpperSchema schema)
    {
        var copy = (CallRequest)MemberwiseClone();
        copy.OutputSchema = schema;
        return copy;
    }
}
