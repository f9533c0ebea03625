using System.Text.Json.Serialization.Metadata;

namespace Opper.Json;

/// <summary>The contracts of callers' own types, as far as requests need them. An interface, so that programs without such types can be trimmed.</summary>
internal interface ICallerTypes
{
    /// <summary>The contract that a value is written with.</summary>
    /// <exception cref="NotSupportedException">There is no contract; the message says what to add.</exception>
    JsonTypeInfo InfoOf(object value);

    /// <summary>The schema of an output.</summary>
    IJsonWritable Output(Type type);

    /// <summary>The schema of a request value.</summary>
    IJsonWritable Input(Type type);
}
