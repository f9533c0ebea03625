namespace Opper.Emulator;

/// <summary>
/// The outputs for certain requests. Each added output is for one more request, and the last one is repeated:
/// <c>emulator.OnCall("n").Throws(503).Returns("well")</c> fails once.
/// </summary>
/// <typeparam name="TSelf">The type of the script, which its methods return.</typeparam>
public abstract class Script<TSelf> : IScript
    where TSelf : Script<TSelf>
{
    private readonly Lock _gate = new();
    private readonly List<Func<EmulatedCall, Completion>> _outputs = [];
    private Func<EmulatedCall, bool> _condition = static _ => true;
    private int _next;

    private protected Script()
    {
    }

    /// <summary>Limits the script to some requests; others are passed to earlier scripts, or to the emulator's built-in completions.</summary>
    /// <param name="condition">Checks the request, for chats usually <see cref="EmulatedCall.UserText"/>. All conditions must hold.</param>
    /// <returns>This script.</returns>
    public TSelf When(Func<EmulatedCall, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var before = _condition;
        _condition = call => before(call) && condition(call);
        return (TSelf)this;
    }

    /// <summary>Adds an output: text for chats and calls without an output schema, <c>json_payload</c> for calls with a schema.</summary>
    /// <param name="output">
    /// A string, a JSON node, or an object that can be serialized; property names are not converted. If text is required, the JSON is used as the
    /// text.
    /// </param>
    /// <returns>This script.</returns>
    public TSelf Returns(object? output)
    {
        var held = ToNode(output);
        return Add(_ => new Completion(held?.DeepClone(), IScript.Source));
    }

    /// <summary>Adds an output that is computed from the request.</summary>
    /// <param name="output">Computes the output.</param>
    /// <returns>This script.</returns>
    public TSelf Returns(Func<EmulatedCall, object?> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return Add(call => new Completion(ToNode(output(call)), IScript.Source));
    }

    /// <summary>Adds a text output with the given deltas; a request that is not streamed gets them concatenated.</summary>
    /// <param name="pieces">The deltas of the stream.</param>
    /// <returns>This script.</returns>
    public TSelf Streams(params string[] pieces)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        string[] held = [.. pieces];
        return Add(_ => new Completion(string.Concat(held), IScript.Source) { Pieces = held });
    }

    /// <summary>Sends the given deltas, then an error event; a request that is not streamed gets 502.</summary>
    /// <param name="pieces">The deltas before the error, possibly none.</param>
    /// <param name="errorType">The <c>error_type</c> of the error event; for chats its <c>type</c>.</param>
    /// <param name="errorMessage">The <c>error_message</c> of the error event; for chats its <c>message</c>.</param>
    /// <returns>This script.</returns>
    public TSelf StreamsThenFails(IEnumerable<string> pieces, string errorType = "UpstreamError", string errorMessage = "The model went away")
    {
        ArgumentNullException.ThrowIfNull(pieces);
        string[] held = [.. pieces];
        return Add(_ => new Completion(string.Concat(held), IScript.Source) { Pieces = held, Error = new StreamError(errorType, errorMessage) });
    }

    /// <summary>Rejects the request with an API error.</summary>
    /// <param name="statusCode">The status, from 400 to 599.</param>
    /// <param name="detail">The detail of the error.</param>
    /// <returns>This script.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The status is not an error status.</exception>
    public TSelf Throws(int statusCode, string? detail = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 599);
        return Add(_ => throw ApiException.Injected(statusCode, detail));
    }

    Func<Completion>? IScript.NextOutput(EmulatedCall call)
    {
        lock (_gate)
        {
            if (_outputs.Count == 0 || !_condition(call))
            {
                return null;
            }

            var chosen = _outputs[Math.Min(_next++, _outputs.Count - 1)];
            return () => chosen(call);
        }
    }

    private protected static JsonNode? ToNode(object? output) => output switch
    {
        JsonNode node => node.DeepClone(),
        // System.Text.Json would serialize Json.NET tokens as empty lists. They are recognized by name, because Json.NET is not referenced.
        not null when output.GetType().Namespace == "Newtonsoft.Json.Linq" && output.GetType().Name is not "JValue" => JsonNode.Parse(output.ToString()!),
        _ => JsonSerializer.SerializeToNode(output, Wire.Options),
    };

    private protected TSelf Add(Func<EmulatedCall, Completion> output)
    {
        lock (_gate)
        {
            _outputs.Add(output);
            return (TSelf)this;
        }
    }
}
