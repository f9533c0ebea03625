namespace Opper;

public partial class CallRequest : IHasOutputSchema, IWireForm
{
    object? IHasOutputSchema.OutputSchema => OutputSchema is string text ? RawJson.Parse(text) : OutputSchema;

    internal bool HasAdditionalProperties => _additionalProperties is { Count: > 0 };

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

    internal CallRequest WithInputSchema(OpperSchema schema)
    {
        var copy = (CallRequest)MemberwiseClone();
        copy.InputSchema = schema;
        return copy;
    }

    internal CallRequest WithOutputSchema(OpperSchema schema)
    {
        var copy = (CallRequest)MemberwiseClone();
        copy.OutputSchema = schema;
        return copy;
    }
}
