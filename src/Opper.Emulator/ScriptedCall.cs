using System.Text.Json;
using System.Text.Json.Nodes;
using Opper.Emulator.Http;

namespace Opper.Emulator;

/// <summary>What the emulator answers to calls of one function name.</summary>
public sealed class ScriptedCall
{
    private volatile JsonNode?[]? _answer;

    internal ScriptedCall()
    {
    }

    /// <summary>
    /// Answers every further call of this name, until <see cref="OpperEmulator.Reset"/>: as <c>message</c> if the call has
    /// no output schema, else as <c>json_payload</c>. Property names go on the wire as they are written.
    /// </summary>
    /// <param name="answer">A string, a JSON node, or anything that can be serialised to JSON.</param>
    public void Returns(object? answer) => _answer = [ToNode(answer)];

    internal bool TryGetAnswer(out JsonNode? answer)
    {
        var held = _answer;
        answer = held?[0]?.DeepClone();
        return held is not null;
    }

    private static JsonNode? ToNode(object? answer) => answer switch
    {
        JsonNode node => node.DeepClone(),
        // Newtonsoft's tokens, known by name only, would come out of System.Text.Json as empty lists.
        not null when answer.GetType().Namespace == "Newtonsoft.Json.Linq" && answer.GetType().Name is not "JValue" => JsonNode.Parse(answer.ToString()!),
        _ => JsonSerializer.SerializeToNode(answer, Wire.Options),
    };
}
