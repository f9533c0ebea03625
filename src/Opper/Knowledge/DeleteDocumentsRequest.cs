namespace Opper;

public partial class DeleteDocumentsRequest : IWireForm
{
    /// <summary>Deletes every document of the knowledge base. Without this, a request with no filter is refused before it is sent, as the API would take it for "all". Default: <see langword="false"/>.</summary>
    [Newtonsoft.Json.JsonIgnore]
    public bool AllDocuments { get; set; }

    object IWireForm.ToWire()
    {
        var hasFilters = Filters is { Count: > 0 };
        if (hasFilters == AllDocuments)
        {
            throw new ArgumentException(
                hasFilters
                    ? $"{nameof(AllDocuments)} deletes every document: it cannot be set beside {nameof(Filters)}."
                    : $"{nameof(Filters)} must name at least one filter. To delete every document of the knowledge base, set {nameof(AllDocuments)}.",
                nameof(Filters));
        }

        return this;
    }
}
