namespace Opper;

public partial class CallFunctionRequest : IHasParentSpan
{
    string? IHasParentSpan.ParentSpanId => ParentSpanId;

    object IHasParentSpan.WithParentSpan(string spanId)
    {
        var copy = (CallFunctionRequest)MemberwiseClone();
        copy.ParentSpanId = spanId;
        return copy;
    }
}
