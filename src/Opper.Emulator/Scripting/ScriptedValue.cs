using Opper.Emulator.Json;

namespace Opper.Emulator.Scripting;

/// <summary>Turns what a script gives into JSON.</summary>
internal static class ScriptedValue
{
    public const string Source = "scripted";

    public static JsonNode? ToNode(object? answer) => answer switch
    {
        JsonNode node => node.DeepClone(),
        // Newtonsoft's tokens, known by name only, would come out of System.Text.Json as empty lists.
        not null when answer.GetType().Namespace == "Newtonsoft.Json.Linq" && answer.GetType().Name is not "JValue" => JsonNode.Parse(answer.ToString()!),
        _ => JsonSerializer.SerializeToNode(answer, Wire.Options),
    };
}
