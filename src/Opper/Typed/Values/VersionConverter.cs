using System.Text.Json.Nodes;

namespace Opper;

/// <summary>Version numbers of two to four components.</summary>
internal sealed class VersionConverter : TextConverter<Version>
{
    public override JsonObject Describe() => new() { ["type"] = "string", ["pattern"] = @"^\d{1,9}(\.\d{1,9}){1,3}$" };

    public override bool TryParse(string text, out Version value)
    {
        value = null!;
        return text.All(static c => c is '.' or (>= '0' and <= '9')) && Version.TryParse(text, out value!);
    }

    public override string Format(Version value) => value.ToString();
}
