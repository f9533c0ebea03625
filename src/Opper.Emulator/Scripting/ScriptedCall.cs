using Opper.Emulator.Completions;
using Opper.Emulator.Errors;
using Opper.Emulator.Scripting;

namespace Opper.Emulator;

/// <summary>
/// What the emulator answers to calls of one function name. Each further answer is for the next call, and the last one stays:
/// <c>emulator.OnCall("n").Throws(503).Returns("well")</c> fails once.
/// </summary>
public sealed class ScriptedCall
{
    private readonly Lock _gate = new();
    private readonly List<Func<EmulatedCall, Completion>> _answers = [];
    private Func<EmulatedCall, bool> _condition = static _ => true;
    private int _next;

    internal ScriptedCall()
    {
    }

    /// <summary>Limits the script to some calls; the others go to the script laid down before it, or to the emulator's own answers.</summary>
    /// <param name="condition">Looks at the call; all conditions have to hold.</param>
    /// <returns>This script.</returns>
    public ScriptedCall When(Func<EmulatedCall, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var before = _condition;
        _condition = call => before(call) && condition(call);
        return this;
    }

    /// <summary>Answers: as <c>message</c> if the call has no output schema, else as <c>json_payload</c>.</summary>
    /// <param name="answer">A string, a JSON node, or anything that can be serialised to JSON; property names go on the wire as they are written.</param>
    /// <returns>This script.</returns>
    public ScriptedCall Returns(object? answer)
    {
        var held = ScriptedValue.ToNode(answer);
        return Add(_ => new Completion(held?.DeepClone(), ScriptedValue.Source));
    }

    /// <summary>Answers with what is made of the call.</summary>
    /// <param name="answer">Makes the answer.</param>
    /// <returns>This script.</returns>
    public ScriptedCall Returns(Func<EmulatedCall, object?> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Add(call => new Completion(ScriptedValue.ToNode(answer(call)), ScriptedValue.Source));
    }

    /// <summary>Answers with a text in just these pieces; a call that is not streamed gets them joined.</summary>
    /// <param name="pieces">The deltas of the stream's events.</param>
    /// <returns>This script.</returns>
    public ScriptedCall Streams(params string[] pieces)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        string[] held = [.. pieces];
        return Add(_ => new Completion(string.Concat(held), ScriptedValue.Source) { Pieces = held });
    }

    /// <summary>Sends these pieces, then an error event; a call that is not streamed gets 502.</summary>
    /// <param name="pieces">The deltas before the error; there may be none.</param>
    /// <param name="errorType">The error event's <c>error_type</c>.</param>
    /// <param name="errorMessage">The error event's <c>error_message</c>.</param>
    /// <returns>This script.</returns>
    public ScriptedCall StreamsThenFails(IEnumerable<string> pieces, string errorType = "UpstreamError", string errorMessage = "The model went away")
    {
        ArgumentNullException.ThrowIfNull(pieces);
        string[] held = [.. pieces];
        return Add(_ => new Completion(string.Concat(held), ScriptedValue.Source) { Pieces = held, Error = new StreamError(errorType, errorMessage) });
    }

    /// <summary>Refuses the call with an error of the API.</summary>
    /// <param name="statusCode">From 400 to 599.</param>
    /// <param name="detail">The error's detail.</param>
    /// <returns>This script.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The status is not an error's.</exception>
    public ScriptedCall Throws(int statusCode, string? detail = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 599);
        return Add(_ => throw ApiException.Injected(statusCode, detail));
    }

    internal ScriptedCall Calls(Func<EmulatedCall, IReadOnlyList<ToolCall>> tools) =>
        Add(call => new Completion(null, ScriptedValue.Source) { ToolCalls = tools(call) });

    internal bool TryAnswer(EmulatedCall call, out Func<Completion>? answer)
    {
        lock (_gate)
        {
            answer = null;
            if (_answers.Count == 0 || !_condition(call))
            {
                return false;
            }

            var chosen = _answers[Math.Min(_next++, _answers.Count - 1)];
            answer = () => chosen(call);
            return true;
        }
    }

    private ScriptedCall Add(Func<EmulatedCall, Completion> answer)
    {
        lock (_gate)
        {
            _answers.Add(answer);
            return this;
        }
    }
}
