using System.Globalization;
using System.Net;
using System.Reflection;

namespace Opper.Conventions;

/// <summary>An example of the live API reference: a request and its response.</summary>
internal sealed class Exchange
{
    private readonly JObject _json;

    private Exchange(JObject json) => _json = json;

    /// <summary>All examples of operations of the contract; another rule checks that the contract has them all.</summary>
    public static IEnumerable<Exchange> Known => All.Where(exchange => Contract.Find(exchange.Method, exchange.Path) is not null);

    /// <summary>All examples of operations.</summary>
    public static IReadOnlyList<Exchange> All { get; } = Load().Where(json => json["path"] is not null).Select(json => new Exchange(json)).ToList();

    /// <summary>All examples of error bodies, by their names.</summary>
    public static IReadOnlyDictionary<string, JToken> Errors { get; } = Load().Where(json => json["path"] is null).ToDictionary(json => (string)json["case"]!,
        json => json["response"]!);

    public string Method => (string)_json["method"]!;

    public string PathAndQuery => (string)_json["path"]!;

    public string Path => PathAndQuery.Split('?')[0];

    public int Status => (int)_json["status"]!;

    public JToken? Request => _json["request"];

    public JToken? Response => _json["response"];

    /// <summary>The response of a stream, as on the wire.</summary>
    public string? Events => (string?)_json["events"];

    public ContractOperation Operation => Contract.Find(Method, Path) ?? throw new InvalidOperationException($"{this} is in no path of the contract.");

    /// <summary>A call with the client: the request and the result.</summary>
    public async Task<(CapturingHandler Sent, object? Result)> RunAsync()
    {
        var handler = new CapturingHandler((HttpStatusCode)Status, Events is null ? Response?.ToString(Formatting.None) ?? string.Empty : Events + "\n\n",
            Events is null ? "application/json" : "text/event-stream");
        var client = CapturingHandler.Client(handler);
        var method = ContractTypes.Method(Operation) ?? throw new InvalidOperationException($"{Operation} has no method.");
        var resource = typeof(OpperClient).GetProperty(Operation.Resource)!.GetValue(client);
        var result = method.Invoke(resource, method.GetParameters().Select(Argument).ToArray());
        if (result is OpperStream stream)
        {
            var chunks = new List<StreamChunk>();
            try
            {
                await foreach (var chunk in stream)
                {
                    chunks.Add(chunk);
                }
            }
            catch (OpperStreamException exception)
            {
                return (handler, (chunks, exception));
            }

            return (handler, (chunks, default(OpperStreamException)));
        }

        await (Task)result!;
        return (handler, method.ReturnType.IsGenericType ? result.GetType().GetProperty("Result")!.GetValue(result) : null);
    }

    public override string ToString() => $"{Method} {PathAndQuery}" + ((string?)_json["case"] is { } name ? $" ({name})" : string.Empty);

    private static IEnumerable<JObject> Load() => PlainJson.Parse(File.ReadAllText(Repository.Data("payloads.json"))).Cast<JObject>();

    // The API writes "filename" as one word.
    private static string Wire(ParameterInfo parameter) =>
        string.Concat(parameter.Name!.Select(c => char.IsUpper(c) ? "_" + char.ToLowerInvariant(c) : c.ToString())).Replace("file_name", "filename",
            StringComparison.Ordinal);

    private object? Argument(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (type == typeof(CancellationToken))
        {
            return CancellationToken.None;
        }

        if (type == typeof(RequestOptions))
        {
            return null;
        }

        var name = Wire(parameter);
        if (Operation.Match(Method, Path)!.TryGetValue(name, out var segment))
        {
            return Uri.UnescapeDataString(segment);
        }

        if (name == "request")
        {
            return Request is null ? null : PlainJson.Read(Request, type);
        }

        var values = (PathAndQuery.Split('?') is [_, var query] ? query.Split('&') : [])
            .Select(pair => pair.Split('='))
            .Where(pair => pair[0] == name)
            .Select(pair => Uri.UnescapeDataString(pair[1]))
            .ToList();
        return values.Count == 0 ? null
            : type == typeof(IEnumerable<string>) ? values
            : type == typeof(string) ? values[0]
            : type == typeof(int) ? int.Parse(values[0], CultureInfo.InvariantCulture)
            : type == typeof(DateTimeOffset) ? DateTimeOffset.Parse(values[0], CultureInfo.InvariantCulture)
            : Activator.CreateInstance(type, values[0]);
    }
}
