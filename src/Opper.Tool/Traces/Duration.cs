using System.Globalization;

namespace Opper.Tool.Traces;

/// <summary>Milliseconds as text.</summary>
internal static class Duration
{
    public static string Text(double? milliseconds) => milliseconds switch
    {
        null => "running",
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.00} s"),
    };
}
