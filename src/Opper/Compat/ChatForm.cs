namespace Opper;

/// <summary>Translates a chat request to the compat surface, which takes the parent and tags as headers and a single model.</summary>
internal sealed class ChatForm : CompatForm
{
    public override FormedRequest Write(object body, int choice, OpperClientOptions options)
    {
        var chat = (ChatCompletionRequest)body;
        var (model, modelOptions) = Models(chat)[choice];
        var copy = chat.WithOptions(modelOptions);
        (copy.Model, copy.Tags, copy.ParentSpanId) = (model, null, null);
        if (chat.ResponseFormat?.JsonSchema is { Strict: true, Schema: { } schema } format)
        {
            var safe = StrictSchema.TryMake(TaskInput.Text(schema, options.Types));
            copy.ResponseFormat = ChatResponseFormat.Of(format.Name, safe ?? schema, safe is not null, format.Description);
        }

        return new FormedRequest(copy, CompatHeaders.Of(name: null, chat.ParentSpanId, CompatHeaders.Texts(chat.Tags)));
    }

    protected override CompatModels Models(object body) => new(((ChatCompletionRequest)body).Model);
}
