namespace Opper;

/// <summary>Why a type cannot travel as JSON, in the words of the client at run time and of the analyzer at compile time: this file is compiled into both.</summary>
internal static class Refusals
{
    public const string Pointer = "pointers are not data; leave it out with [JsonIgnore]";
    public const string OpenArguments = "its type arguments are open; name them";
    public const string Delegate = "delegates are not data; leave it out with [JsonIgnore]";
    public const string Stream = "streams are not JSON; use text, byte[] or a list, or leave it out with [JsonIgnore]";
    public const string NoData = "it is no data type; use text or a record, or leave it out with [JsonIgnore]";
    public const string Tuple = "tuples have no names for their members; use a record";
    public const string Dimensions = "arrays of several dimensions are not JSON; use arrays of arrays";
    public const string Abstract = "an interface or abstract class cannot be made from JSON; name its derived types with [JsonDerivedType]";
    public const string NoConstructor = "it has several constructors, or none that is public, so none is chosen; mark the one to use with [JsonConstructor]";
    public const string NoMembers = "it has no public members that can be set; give them setters, or mark the constructor that takes them with [JsonConstructor]";
    public const string NoObject = "it is no object; derive a class or a record";
    public const string UnknownItems = "the type of its items is not known; use List<T>";
    public const string Collection = "a collection of this kind cannot be made from JSON; use List<T>, Dictionary<TKey, TValue>, or an immutable or frozen collection";
    public const string Statement = "what [OpperSchema] states is no JSON object; state a schema such as {\"type\": \"string\"}";
    public const string Union = "an F# union has no JSON form of its own; use a record with an option for each case, or give it a [JsonConverter]";
    public const string NoNames = "an enum without members has no value that could be named; give it members";
    public const string Populated = "[JsonObjectCreationHandling] Populate cannot fill what only its constructor gives, so that it would be lost; use Replace";
    public const string Unsupported = "System.Text.Json does not support it; give it a [JsonConverter]";

    public static string Key(string type) => $"{type} cannot be the key of a JSON object; use text, whole numbers, enums, dates or Guid";

    public static string Endless(string member) => $"each value would need another in '{member}', so that none could end; let that member be null";

    public static string NoDiscriminator(string derived)
        => $"[JsonDerivedType(typeof({derived}))] needs a discriminator as its second argument, or its JSON cannot be told from that of the other types";

    public static string UnboundParameter(string parameter) => $"the parameter '{parameter}' of its constructor has no member of the same name and type; add one, or mark another constructor with [JsonConstructor]";

    /// <param name="type">The type.</param>
    /// <param name="why">What System.Text.Json says.</param>
    public static string Undescribed(string type, string why) => $"{type} cannot be described: {why}";

    /// <param name="path">The way from the type that was asked for to the one that is refused, as in <c>Invoice.Lines[]</c>.</param>
    /// <param name="type">The type that is refused.</param>
    /// <param name="isInput">Whether it was to be written, not read.</param>
    /// <param name="reason">Why it is refused.</param>
    public static string Sentence(string path, string type, bool isInput, string reason) => $"{path} ({type}) cannot be an {(isInput ? "input" : "output")} type: {reason}.";
}
