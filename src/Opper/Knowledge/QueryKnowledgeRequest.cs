namespace Opper;

public partial class QueryKnowledgeRequest : IHasParentSpan
{
    string? IHasParentSpan.ParentSpanId => ParentSpanId;

    object IHasParentSpan.WithParentSpan(string spanId)
    {
        var copy = (QueryKnowledgeRequest)MemberwiseClone();
        copy.ParentSpanId = spanId;
        return copy;
    }
}
