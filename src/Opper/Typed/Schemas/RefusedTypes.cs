using System.Reflection;

namespace Opper;

/// <summary>The types that JSON cannot carry, and why: all that a refusal may say, in one place.</summary>
internal static class RefusedTypes
{
    public const string Pointer = "pointers are not data; leave it out with [JsonIgnore]";
    public const string Open = "its type arguments are open; name them";
    public const string Delegates = "delegates are not data; leave it out with [JsonIgnore]";
    public const string Streams = "streams are not JSON; use text, byte[] or a list, or leave it out with [JsonIgnore]";
    public const string NoData = "it is no data type; use text or a record, or leave it out with [JsonIgnore]";
    public const string Tuples = "tuples have no names for their members; use a record";
    public const string Dimensions = "arrays of several dimensions are not JSON; use arrays of arrays";
    public const string Abstract = "an interface or abstract class cannot be made from JSON; name its derived types with [JsonDerivedType]";
    public const string Constructors = "it has several constructors, or none that is public, so none is chosen; mark the one to use with [JsonConstructor]";
    public const string Members = "it has no public members that can be set; give them setters, or mark the constructor that takes them with [JsonConstructor]";
    public const string Collection = "a collection of this kind cannot be made from JSON; use List<T>, Dictionary<TKey, TValue>, or an immutable or frozen collection";
    public const string Items = "the type of its items is not known; use List<T>";
    public const string DerivedValue = "it is no object; derive a class or a record";
    public const string Stated = "what [OpperSchema] states is no JSON object; state a schema such as {\"type\": \"string\"}";
    public const string Union = "an F# union has no JSON form of its own; use a record with an option for each case, or give it a [JsonConverter]";
    public const string Unsupported = "System.Text.Json does not support it; give it a [JsonConverter]";

    public static string Key(string type) => $"{type} cannot be the key of a JSON object; use text, whole numbers, enums, dates or Guid";

    public static string Discriminator(string derived) => $"[JsonDerivedType(typeof({derived}))] needs a discriminator as its second argument, or its JSON cannot be told from that of the other types";

    public static string Parameter(string parameter) => $"the parameter '{parameter}' of its constructor has no member of the same name and type; add one, or mark another constructor with [JsonConstructor]";

    /// <returns>What is said of a type that is refused.</returns>
    public static string Message(string place, string type, bool isInput, string reason) => $"{place} ({type}) cannot be an {(isInput ? "input" : "output")} type: {reason}.";

    /// <returns>The reason, or <see langword="null"/> where there is none.</returns>
    public static string? Reason(Type type) => type switch
    {
        _ when type.IsPointer || type.IsByRef || type == typeof(IntPtr) || type == typeof(UIntPtr) => Pointer,
        _ when type.ContainsGenericParameters => Open,
        _ when typeof(Delegate).IsAssignableFrom(type) => Delegates,
        _ when typeof(Stream).IsAssignableFrom(type) || type.FullName?.StartsWith("System.Collections.Generic.IAsyncEnumerable`", StringComparison.Ordinal) == true => Streams,
        _ when typeof(MemberInfo).IsAssignableFrom(type) || typeof(Task).IsAssignableFrom(type) || typeof(Exception).IsAssignableFrom(type) || type == typeof(System.Text.StringBuilder) => NoData,
        _ when type == typeof(System.Collections.Stack) => Collection,
        _ when type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true || type.FullName?.StartsWith("System.Tuple`", StringComparison.Ordinal) == true => Tuples,
        _ when type.IsArray && type.GetArrayRank() > 1 => Dimensions,
        _ => null,
    };
}
