namespace Opper.Knowledge;

public partial class DeleteDocumentsRequest : IWireForm
{
    /// <summary>Set only by <see cref="KnowledgeClient.DeleteAllDocumentsAsync"/>.</summary>
    internal bool AllDocuments { get; set; }

    object IWireForm.ToWire()
    {
        // The API deletes all documents if there are no filters.
        if (!AllDocuments && Filters is not { Count: > 0 })
        {
            throw new ArgumentException(
                $"{nameof(Filters)} must contain at least one filter. To delete all documents of the knowledge base, "
                + $"call {nameof(KnowledgeClient.DeleteAllDocumentsAsync)}.",
                nameof(Filters));
        }

        return this;
    }
}
