namespace Opper.Compat;

/// <summary>Routes operations to their counterparts on the compat surface if the client or request options select it.</summary>
internal static class CompatRouter
{
    private static readonly OpperOperation Completions = ChatClient.CompleteCompatOperation;

    private static readonly OpperOperation<CallResponse> Call = new("Calls_Call", Completions.Method, Completions.Template)
    {
        Read = JsonRead.Model<CallResponse>,
        Form = new TaskForm(streams: false),
    };
    private static readonly OpperOperation CallStream = new("Calls_Stream", Completions.Method, Completions.Template)
    {
        Streams = true,
        Form = new TaskForm(streams: true),
    };
    private static readonly OpperOperation<ChatCompletion> Chat = new("Chat_Complete", Completions.Method, Completions.Template)
    {
        Read = JsonRead.Model<ChatCompletion>,
        Form = new ChatForm(),
    };
    private static readonly OpperOperation ChatStream = new("Chat_Complete", Completions.Method, Completions.Template)
    {
        Streams = true,
        Form = new ChatForm(),
    };
    private static readonly OpperOperation<EmbeddingResponse> Embedding = new("Embeddings_Create", HttpMethod.Post,
        EmbeddingsClient.CreateCompatOperation.Template) { Read = JsonRead.Model<EmbeddingResponse>, Form = new EmbeddingForm() };

    private static int _hasHinted;

    public static OpperRequest Route(OpperPipeline pipeline, OpperRequest request, RequestOptions? options)
    {
        if (request.Operation.Form is not null)
        {
            return request;
        }

        if ((options?.Surface ?? pipeline.Options.Surface) != OpperSurface.Compat)
        {
            Hint(pipeline, request.Operation);
            return request;
        }

        var counterpart = request.Operation.Id switch
        {
            "Calls_Call" => Call,
            "Calls_Stream" => CallStream,
            "Chat_Complete" => request.Operation.Streams ? ChatStream : Chat,
            "Embeddings_Create" => Embedding,
            _ => null,
        };
        return counterpart is null ? request : new OpperRequest(counterpart, counterpart.Template.Substring(1), request.Body);
    }

    private static void Hint(OpperPipeline pipeline, OpperOperation operation)
    {
        if (pipeline.Options.HintAtCompatSurface && operation.Id is "Calls_Call" or "Calls_Stream" && Interlocked.Exchange(ref _hasHinted, 1) == 0)
        {
            PipelineLog.OtherSurface(pipeline.Logger);
        }
    }
}
