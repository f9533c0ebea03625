using System.Text.Json.Nodes;

namespace Opper.Typed;

/// <summary>One UTF-16 code unit: the schema excludes surrogates.</summary>
internal sealed class CharConverter : TextConverter<char>
{
    public override JsonObject Describe() => new()
    {
        ["type"] = "string",
        ["minLength"] = 1,
        ["maxLength"] = 1,
        ["pattern"] = @"^[\u0000-\uD7FF\uE000-\uFFFF]$",
    };

    public override bool TryParse(string text, out char value)
    {
        value = text.Length == 1 ? text[0] : default;
        return text.Length == 1;
    }

    public override string Format(char value) =>
        char.IsSurrogate(value) ? throw new System.Text.Json.JsonException("An unpaired surrogate cannot be represented in JSON.") : value.ToString();
}
