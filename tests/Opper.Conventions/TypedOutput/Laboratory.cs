using System.Reflection;
using System.Text;

namespace Opper.Conventions.TypedOutput;

/// <summary>Runs the library on types that are known only at run time, through its public surface.</summary>
internal static class Laboratory
{
    /// <summary>The JSON of a value, as written by the serializer of requests.</summary>
    public static async Task<JToken> WriteAsync(object? value)
    {
        var handler = new CapturingHandler(body: """{"span_id": "s", "message": "ok"}""");
        await CapturingHandler.Client(handler, "key").CallAsync(new CallRequest { Name = "n", Input = new { value } });
        return Parse(handler.Body!)["input"]!["value"]!;
    }

    /// <summary>Reads a payload with a typed call.</summary>
    public static Task<object?> ReadAsync(Type type, JToken payload) =>
        Invoke<Task<object?>>(nameof(ReadAsAsync), type, new JObject { ["span_id"] = "s", ["json_payload"] = payload }.ToString(Formatting.None));

    /// <summary>Reads chunks with a typed stream, and reports each partial value, serialized by its type.</summary>
    public static Task<object?> StreamAsync(Type type, IEnumerable<StreamChunk> chunks, Func<object?, Task> onEach) =>
        Invoke<Task<object?>>(nameof(StreamAsAsync), type, chunks, onEach);

    public static JToken Parse(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json))
        {
            DateParseHandling = DateParseHandling.None,
            FloatParseHandling = FloatParseHandling.Decimal,
        };
        return JToken.ReadFrom(reader);
    }

    private static T Invoke<T>(string method, Type type, params object[] arguments) =>
        (T)typeof(Laboratory).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, arguments)!;

    private static async Task<object?> ReadAsAsync<T>(string body) =>
        (await CapturingHandler.Client(new CapturingHandler(body: body), "key").CallAsync<T>("n")).Value;

    private static async Task<object?> StreamAsAsync<T>(IEnumerable<StreamChunk> chunks, Func<object?, Task> onEach)
    {
        var stream = OpperStream.FromChunks<T>(chunks.ToAsyncEnumerable());
        await foreach (var partial in stream)
        {
            await onEach(partial.Value);
        }

        return (await stream.GetFinalResultAsync()).Value;
    }
}
