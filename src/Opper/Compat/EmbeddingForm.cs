namespace Opper;

/// <summary>Translates an embedding request to the compat surface, which takes a single model and its options as properties.</summary>
internal sealed class EmbeddingForm : CompatForm
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    public override FormedRequest Write(object body, int choice, OpperClientOptions options)
    {
        var request = (CreateEmbeddingRequest)body;
        var (model, modelOptions) = Models(request)[choice];
        var formed = new CompatEmbeddingRequest { Input = request.Input, Model = model };
        foreach (var option in modelOptions?.ToJsonElement().EnumerateObject() ?? default)
        {
            formed.AdditionalProperties[option.Name] = RawJson.FromElement(option.Value);
        }

        return new FormedRequest(formed, NoHeaders);
    }

    protected override CompatModels Models(object body) => new(((CreateEmbeddingRequest)body).Model);
}
