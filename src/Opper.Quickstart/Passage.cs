using System.Globalization;

namespace Opper.Quickstart;

/// <summary>A passage of the text for the knowledge base.</summary>
internal sealed record Passage(int Number, string Content)
{
    public string Key => string.Create(CultureInfo.InvariantCulture, $"passage-{Number:00}");
}
