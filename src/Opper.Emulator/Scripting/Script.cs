using Opper.Emulator.Completions;
using Opper.Emulator.Errors;
using Opper.Emulator.Json;
using Opper.Emulator.Scripting;

namespace Opper.Emulator;

/// <summary>
/// What the emulator answers to some requests. Each further answer is for the next request, and the last one stays:
/// <c>emulator.OnCall("n").Throws(503).Returns("well")</c> fails once.
/// </summary>
/// <typeparam name="TSelf">The script's own type, which its methods return.</typeparam>
public abstract class Script<TSelf> : IScript
    where TSelf : Script<TSelf>
{
    private readonly Lock _gate = new();
    private readonly List<Func<EmulatedCall, Completion>> _answers = [];
    private Func<EmulatedCall, bool> _condition = static _ => true;
    private int _next;

    private protected Script()
    {
    }

    /// <summary>Limits the script to some requests; the others go to the script laid down before it, or to the emulator's own answers.</summary>
    /// <param name="condition">Looks at the request, of a chat at <see cref="EmulatedCall.UserText"/>; all conditions have to hold.</param>
    /// <returns>This script.</returns>
    public TSelf When(Func<EmulatedCall, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var before = _condition;
        _condition = call => before(call) && condition(call);
        return (TSelf)this;
    }

    /// <summary>Answers: a call without an output schema, and a chat, with a text, a call with a schema with <c>json_payload</c>.</summary>
    /// <param name="answer">
    /// A string, a JSON node, or anything that can be serialised to JSON; property names go on the wire as they are written. Where a text is wanted,
    /// it is the JSON as text.
    /// </param>
    /// <returns>This script.</returns>
    public TSelf Returns(object? answer)
    {
        var held = ToNode(answer);
        return Add(_ => new Completion(held?.DeepClone(), IScript.Source));
    }

    /// <summary>Answers with what is made of the request.</summary>
    /// <param name="answer">Makes the answer.</param>
    /// <returns>This script.</returns>
    public TSelf Returns(Func<EmulatedCall, object?> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Add(call => new Completion(ToNode(answer(call)), IScript.Source));
    }

    /// <summary>Answers with a text in just these pieces; a request that is not streamed gets them joined.</summary>
    /// <param name="pieces">The deltas of the stream's events.</param>
    /// <returns>This script.</returns>
    public TSelf Streams(params string[] pieces)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        string[] held = [.. pieces];
        return Add(_ => new Completion(string.Concat(held), IScript.Source) { Pieces = held });
    }

    /// <summary>Sends these pieces, then an error event; a request that is not streamed gets 502.</summary>
    /// <param name="pieces">The deltas before the error; there may be none.</param>
    /// <param name="errorType">The error event's <c>error_type</c>; of a chat its <c>type</c>.</param>
    /// <param name="errorMessage">The error event's <c>error_message</c>; of a chat its <c>message</c>.</param>
    /// <returns>This script.</returns>
    public TSelf StreamsThenFails(IEnumerable<string> pieces, string errorType = "UpstreamError", string errorMessage = "The model went away")
    {
        ArgumentNullException.ThrowIfNull(pieces);
        string[] held = [.. pieces];
        return Add(_ => new Completion(string.Concat(held), IScript.Source) { Pieces = held, Error = new StreamError(errorType, errorMessage) });
    }

    /// <summary>Refuses the request with an error of the API.</summary>
    /// <param name="statusCode">From 400 to 599.</param>
    /// <param name="detail">The error's detail.</param>
    /// <returns>This script.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The status is not an error's.</exception>
    public TSelf Throws(int statusCode, string? detail = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 599);
        return Add(_ => throw ApiException.Injected(statusCode, detail));
    }

    Func<Completion>? IScript.NextAnswer(EmulatedCall call)
    {
        lock (_gate)
        {
            if (_answers.Count == 0 || !_condition(call))
            {
                return null;
            }

            var chosen = _answers[Math.Min(_next++, _answers.Count - 1)];
            return () => chosen(call);
        }
    }

    private protected static JsonNode? ToNode(object? answer) => answer switch
    {
        JsonNode node => node.DeepClone(),
        // Newtonsoft's tokens, known by name only, would come out of System.Text.Json as empty lists.
        not null when answer.GetType().Namespace == "Newtonsoft.Json.Linq" && answer.GetType().Name is not "JValue" => JsonNode.Parse(answer.ToString()!),
        _ => JsonSerializer.SerializeToNode(answer, Wire.Options),
    };

    private protected TSelf Add(Func<EmulatedCall, Completion> answer)
    {
        lock (_gate)
        {
            _answers.Add(answer);
            return (TSelf)this;
        }
    }
}
