using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Opper.Chat;

namespace Opper.TypeCorpus;

/// <summary>The ways in which a value of a type is written and read, through the public surface.</summary>
internal abstract class Roads
{
    public abstract OpperSchema Schema { get; }

    public static Roads For(Type type, IJsonTypeInfoResolver? metadata) =>
        (Roads)Activator.CreateInstance(typeof(Roads<>).MakeGenericType(type), metadata)!;

    /// <summary>Reads a payload with a typed call.</summary>
    public abstract object? Call(string payload);

    /// <summary>Reads the same JSON with a typed chat.</summary>
    public abstract object? Chat(string content);

    /// <summary>Reads chunks with a typed stream.</summary>
    public abstract object? Stream(IEnumerable<StreamChunk> chunks);

    /// <summary>The JSON of a value as an input.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Its JSON.</returns>
    public abstract string Write(object? value);

    /// <summary>The schema that was sent with the last input.</summary>
    public abstract string InputSchema { get; protected set; }
}

/// <inheritdoc/>
internal sealed class Roads<T> : Roads
{
    private static readonly ChatCompletionRequest Asked = new() { Messages = { ChatMessage.User("x") } };

    private readonly Wire _wire = new();
    private readonly OpperClient _client;
    private readonly JsonTypeInfo<T>? _info;

    public Roads(IJsonTypeInfoResolver? metadata)
    {
        _client = new OpperClient(new OpperClientOptions { ApiKey = "key", TypeInfoResolver = metadata }, new HttpClient(_wire));
        _info = metadata is System.Text.Json.Serialization.JsonSerializerContext context ? (JsonTypeInfo<T>)context.GetTypeInfo(typeof(T))! : null;
        Schema = _info is null ? OpperSchema.For<T>() : OpperSchema.For(_info);
    }

    public override OpperSchema Schema { get; }

    public override string InputSchema { get; protected set; } = "";

    public override object? Call(string payload)
    {
        _wire.Answer = "{\"span_id\":\"s\",\"json_payload\":" + payload + "}";
        return _client.CallAsync<T>("n").GetAwaiter().GetResult().Value;
    }

    public override object? Chat(string content)
    {
        _wire.Answer =
            "{\"id\":\"c\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":"
                + JsonSerializer.Serialize(content) + "}}]}";
        return _client.Chat.CompleteAsync<T>(Asked).GetAwaiter().GetResult().Value;
    }

    public override object? Stream(IEnumerable<StreamChunk> chunks)
    {
        var stream = _info is null ? OpperStream.FromChunks<T>(chunks.ToAsyncEnumerable()) : OpperStream.FromChunks(chunks.ToAsyncEnumerable(), _info);
        return ReadAsync().GetAwaiter().GetResult();

        async Task<object?> ReadAsync()
        {
            await foreach (var partial in stream)
            {
                _ = partial.Value;
            }

            return (await stream.GetFinalResultAsync()).Value;
        }
    }

    public override string Write(object? value)
    {
        _wire.Answer = """{"span_id":"s","message":"ok"}""";
        _client.CallAsync<T, string>("n", null, (T)value!).GetAwaiter().GetResult();
        var body = JsonNode.Parse(_wire.Body)!;
        InputSchema = body["input_schema"]!.ToJsonString();
        return body["input"]?.ToJsonString() ?? "null";
    }

    private sealed class Wire : HttpMessageHandler
    {
        public string Answer { get; set; } = "";

        public string Body { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Body = await request.Content!.ReadAsStringAsync(cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Answer, Encoding.UTF8, "application/json") };
        }
    }
}
