namespace Opper;

public partial class CallRequest : IHasOutputSchema, IHasParentSpan
{
    object? IHasOutputSchema.OutputSchema => OutputSchema;

    string? IHasParentSpan.ParentSpanId => ParentSpanId;

    object IHasParentSpan.WithParentSpan(string spanId)
    {
        var copy = (CallRequest)MemberwiseClone();
        copy.ParentSpanId = spanId;
        return copy;
    }

    internal CallRequest WithOutputSchema(OpperSchema schema)
    {
        var copy = (CallRequest)MemberwiseClone();
        copy.OutputSchema = schema;
        return copy;
    }
}
