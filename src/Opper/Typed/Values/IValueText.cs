using System.Diagnostics.CodeAnalysis;

namespace Opper;

/// <summary>A converter that reads its value from a text too: the name of a member, or what has come of a value in a stream.</summary>
internal interface IValueText
{
    bool TryParse(string text, [NotNullWhen(true)] out object? value);
}
