using System.Diagnostics.CodeAnalysis;

namespace Opper;

/// <summary>A converter that can also parse its value from text: a dictionary key, or a partial value in a stream.</summary>
internal interface IValueText
{
    bool TryParse(string text, [NotNullWhen(true)] out object? value);
}
