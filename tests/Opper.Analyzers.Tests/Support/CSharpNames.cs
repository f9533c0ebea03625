using System.Globalization;

namespace Opper.Analyzers.Tests;

/// <summary>Types in C# syntax.</summary>
internal static class CSharpNames
{
    public static string Of(Type type)
    {
        if (type.IsArray)
        {
            var outer = type;
            var ranks = string.Empty;
            for (; outer.IsArray; outer = outer.GetElementType()!)
            {
                ranks += $"[{new string(',', outer.GetArrayRank() - 1)}]";
            }

            return Of(outer) + ranks;
        }

        if (type == typeof(nint) || type == typeof(nuint))
        {
            return type == typeof(nint) ? "nint" : "nuint";
        }

        var arguments = new Queue<Type>(type.GetGenericArguments());
        var parts = type.FullName!.Split('[')[0].Split('+').Select(part => part.Split('`') is [var name, var arity]
            ? $"{name}<{string.Join(", ", Enumerable.Range(0, int.Parse(arity, CultureInfo.InvariantCulture)).Select(_ => Of(arguments.Dequeue())))}>"
            : part);
        return "global::" + string.Join('.', parts);
    }
}
