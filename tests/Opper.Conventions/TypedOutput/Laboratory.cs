using System.Reflection;
using System.Text;

namespace Opper.Conventions.TypedOutput;

/// <summary>Runs the library on types that are known at run time only, through its public surface.</summary>
internal static class Laboratory
{
    /// <summary>What goes on the wire for a value, by the serializer that requests are written with.</summary>
    public static async Task<JToken> WriteAsync(object? value)
    {
        var handler = new CapturingHandler(body: """{"span_id": "s", "message": "ok"}""");
        await CapturingHandler.Client(handler, "key").CallAsync(new CallRequest { Name = "n", Input = new { value } });
        return Parse(handler.Body!)["input"]!["value"]!;
    }

    /// <summary>What a typed call makes of a payload.</summary>
    public static Task<object?> ReadAsync(Type type, JToken payload) =>
        Invoke<Task<object?>>(nameof(ReadAsAsync), type, new JObject { ["span_id"] = "s", ["json_payload"] = payload }.ToString(Formatting.None));

    /// <summary>What a typed stream makes of chunks; each value on the way is shown, as its type writes it.</summary>
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
