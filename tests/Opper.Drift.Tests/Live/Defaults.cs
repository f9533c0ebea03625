using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Opper.Drift.Tests.Live;

/// <summary>Turns the contract's "Default 20." into a keyword.</summary>
internal static partial class Defaults
{
    public static (string? Description, JsonNode? Default) Take(string? description)
    {
        var match = Sentence().Match(description ?? string.Empty);
        if (!match.Success)
        {
            return (description, null);
        }

        var text = match.Groups["value"].Value.Trim('`');
        JsonNode value = text is "true" or "false" || double.TryParse(text, out _) ? JsonNode.Parse(text)! : JsonValue.Create(text)!;
        return (description!.Remove(match.Index, match.Length).Trim(), value.GetValueKind() == JsonValueKind.Undefined ? null : value);
    }

    [GeneratedRegex(@"\s*\bDefault (?<value>`\w+`|\d+|true|false|day|llm|azure/[\w-]+)(?=[ .:])[^.]*\.")]
    private static partial Regex Sentence();
}
