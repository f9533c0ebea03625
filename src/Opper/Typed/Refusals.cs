namespace Opper.Typed;

/// <summary>Why a type cannot be serialized. Compiled into the client and the analyzer, so that both report the same text.</summary>
internal static class Refusals
{
    public const string Pointer = "pointers cannot be serialized; exclude the member with [JsonIgnore]";
    public const string OpenArguments = "it is an open generic type; specify its type arguments";
    public const string Delegate = "delegates cannot be serialized; exclude the member with [JsonIgnore]";
    public const string Stream = "streams cannot be serialized; use string, byte[] or a list, or exclude the member with [JsonIgnore]";
    public const string NoData = "it is not a data type; use string or a record, or exclude the member with [JsonIgnore]";
    public const string Tuple = "tuples have no names for their members; use a record";
    public const string Dimensions = "multidimensional arrays are not supported; use arrays of arrays";
    public const string Abstract = "an interface or abstract class cannot be instantiated; declare its derived types with [JsonDerivedType]";
    public const string NoConstructor = "it has several constructors, or none that is public; mark the one to use with [JsonConstructor]";
    public const string NoMembers = "it has no public settable members; add setters, or mark the constructor that initializes them with [JsonConstructor]";
    public const string NoObject = "it is not serialized as an object; derive a class or a record";
    public const string UnknownItems = "its item type is unknown; use List<T>";
    public const string Collection =
        "this type of collection cannot be deserialized; use List<T>, Dictionary<TKey, TValue>, or an immutable or frozen collection";
    public const string Statement = "the argument of [OpperSchema] is not a JSON object; pass a schema such as {\"type\": \"string\"}";
    public const string Union = "an F# union has no JSON form of its own; use a record with an option for each case, or give it a [JsonConverter]";
    public const string NoNames = "an enum without members has no value that could be named; give it members";
    public const string Populated = "[JsonObjectCreationHandling] Populate cannot fill what only its constructor gives, so that it would be lost; use Replace";
    public const string Unsupported = "System.Text.Json does not support it; give it a [JsonConverter]";

    /// <summary>The maximum nesting of the type arguments of a member if they are nested deeper than those of its type. Declared types nest them to a few
    /// levels.</summary>
    public const int MaxNesting = 16;

    public static string Key(string type) => $"{type} cannot be the key of a JSON object; use string, integers, enums, dates or Guid";

    public static string Endless(string member) => $"each value would need another in '{member}', so that none could end; let that member be null";

    public static string Growing(string type, string member) =>
        $"the type of {type}.{member} has larger type arguments than {type} itself, and so on without end; declare the member with the same type arguments, "
        + $"or exclude it with [JsonIgnore]";

    public static string NoDiscriminator(string derived) =>
        $"[JsonDerivedType(typeof({derived}))] needs a discriminator as its second argument, to distinguish it from the other derived types";

    public static string UnboundParameter(string parameter) =>
        $"the constructor parameter '{parameter}' has no member of the same name and type; add one, or mark another constructor with [JsonConstructor]";

    /// <param name="type">The type.</param>
    /// <param name="why">The message of System.Text.Json.</param>
    public static string Undescribed(string type, string why) => $"{type} cannot be described: {why}";

    /// <param name="path">The path from the requested type to the unsupported one, such as <c>Invoice.Lines[]</c>.</param>
    /// <param name="type">The unsupported type.</param>
    /// <param name="isInput">Whether the type is written rather than read.</param>
    /// <param name="reason">The reason.</param>
    public static string Sentence(string path, string type, bool isInput, string reason) =>
        $"{path} ({type}) cannot be an {(isInput ? "input" : "output")} type: {reason}.";
}
