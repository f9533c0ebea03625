using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Opper.Emulator.Tool;

/// <summary>Parses the number of an option and checks its bounds, regardless of the culture, so that a wrong one is reported before anything is done.</summary>
internal static class NumberOption
{
    /// <summary>A parser for numbers within bounds.</summary>
    /// <param name="least">The minimum.</param>
    /// <param name="most">The maximum. Default: that of the type.</param>
    public static Func<ArgumentResult, T> From<T>(T least, T? most = null)
        where T : struct, INumber<T>, IMinMaxValue<T> => result => Read(result, least, most ?? T.MaxValue) ?? default;

    /// <inheritdoc cref="From"/>
    public static Func<ArgumentResult, T?> OptionalFrom<T>(T least, T? most = null)
        where T : struct, INumber<T>, IMinMaxValue<T> => result => Read(result, least, most ?? T.MaxValue);

    private static T? Read<T>(ArgumentResult result, T least, T most)
        where T : struct, INumber<T>, IMinMaxValue<T>
    {
        var (text, isWhole) = (result.Tokens[^1].Value, T.IsInteger(T.One / (T.One + T.One)));
        var style = isWhole ? NumberStyles.AllowLeadingSign : NumberStyles.Float;
        if (T.TryParse(text, style, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }

        var bounds = most == T.MaxValue && !isWhole ? $"from {least} on" : $"from {least} to {most}";
        result.AddError(string.Create(CultureInfo.InvariantCulture,
            $"{((OptionResult)result.Parent!).Option.Name} needs a {(isWhole ? "whole number" : "number")} {bounds}; it got '{text}'."));
        return null;
    }
}
