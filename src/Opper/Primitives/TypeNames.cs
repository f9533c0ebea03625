using System.Globalization;

namespace Opper;

/// <summary>Names for types that read well in a schema: <c>PageOfItem</c>, <c>ItemArray</c>.</summary>
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

    // The compiler puts the file before the name of a type that is local to it, as in <File>F0…__Name.
    private static string Plain(string name)
        => name.Length > 0 && name[0] == '<' && name.IndexOf("__", StringComparison.Ordinal) is var end and >= 0 ? name.Substring(end + 2) : name;

    /// <summary>The name, with a number behind it where another type has it already.</summary>
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
