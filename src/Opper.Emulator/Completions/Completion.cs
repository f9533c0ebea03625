using System.Text.Json.Nodes;
using Opper.Emulator.Http;

namespace Opper.Emulator.Completions;

/// <summary>An answer and the name of the model that is said to have given it.</summary>
internal sealed record Completion(JsonNode? Value, string Model)
{
    public string? Text => Wire.AsString(Value);
}
