using System.Globalization;

namespace Opper.Primitives;

/// <summary>Readable type names for schemas: <c>PageOfItem</c>, <c>ItemArray</c>.</summary>
internal static class TypeNames
{
    public static string Of(Type type)
    {
        if (type.IsArray)
        {
            return Of(type.GetElementType()!) + "Array";
        }

        if (!type.IsGenericType)
        {
            return Plain(type.Name);
        }

        var tick = type.Name.IndexOf('`');
        var own = Plain(tick < 0 ? type.Name : type.Name.Substring(0, tick));
        return own + "Of" + string.Join("And", type.GetGenericArguments().Select(Of));
    }

    // The compiler prefixes the names of file-local types with the file: <File>F0…__Name.
    private static string Plain(string name) =>
        name.Length > 0 && name[0] == '<' && name.IndexOf("__", StringComparison.Ordinal) is var end and >= 0 ? name.Substring(end + 2) : name;

    /// <summary>The name, with a numeric suffix if another type already has it.</summary>
    public static string Unique(Type type, Func<string, bool> isTaken)
    {
        var name = Of(type);
        var unique = name;
        for (var i = 2; isTaken(unique); i++)
        {
            unique = name + "_" + i.ToString(CultureInfo.InvariantCulture);
        }

        return unique;
    }
}
