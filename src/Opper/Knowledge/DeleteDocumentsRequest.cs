namespace Opper.Knowledge;

public partial class DeleteDocumentsRequest : IWireForm
{
    /// <summary>Set by <see cref="KnowledgeClient.DeleteAllDocumentsAsync"/> alone.</summary>
    internal bool AllDocuments { get; set; }

    object IWireForm.ToWire()
    {
        // The API would take a request without a filter for "all".
        if (!AllDocuments && Filters is not { Count: > 0 })
        {
            throw new ArgumentException(
                $"{nameof(Filters)} must name at least one filter. To delete every document of the knowledge base, call {nameof(KnowledgeClient.DeleteAllDocumentsAsync)}.",
                nameof(Filters));
        }

        return this;
    }
}
