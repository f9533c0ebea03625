using System.Text.Json.Nodes;

namespace Opper;

/// <summary>URIs, absolute or relative.</summary>
internal sealed class UriConverter : TextConverter<Uri>
{
    public override JsonObject Describe() => new() { ["type"] = "string", ["format"] = "uri" };

    public override bool TryParse(string text, out Uri value) => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out value!);

    public override string Format(Uri value) => value.OriginalString;
}
