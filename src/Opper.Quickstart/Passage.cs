using System.Globalization;

namespace Opper.Quickstart;

/// <summary>A piece of the text, as it goes into the knowledge base.</summary>
internal sealed record Passage(int Number, string Content)
{
    public string Key => string.Create(CultureInfo.InvariantCulture, $"passage-{Number:00}");
}
