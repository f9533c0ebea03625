using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Opper.Primitives;

/// <summary>Argument checks that netstandard2.0 does not have.</summary>
internal static class ThrowIf
{
    public static void Null([NotNull] object? argument, [CallerArgumentExpression(nameof(argument))] string? name = null)
    {
        if (argument is null)
        {
            throw new ArgumentNullException(name);
        }
    }

    public static void Blank([NotNull] string? argument, [CallerArgumentExpression(nameof(argument))] string? name = null)
    {
        Null(argument, name);
        if (string.IsNullOrWhiteSpace(argument))
        {
            throw new ArgumentException($"{name} must not be empty or blank.", name);
        }
    }
}
