using System.Text.Json.Serialization.Metadata;

namespace Opper;

/// <summary>What writing a request needs of the descriptions of callers' own types. A program that has no such types does not carry what describes them.</summary>
internal interface ICallerTypes
{
    /// <summary>The contract by which a value is written.</summary>
    /// <exception cref="NotSupportedException">There is none; the message says what to add.</exception>
    JsonTypeInfo InfoOf(object value);

    /// <summary>The schema of answers.</summary>
    IJsonWritable Output(Type type);

    /// <summary>The schema of the values that a type writes.</summary>
    IJsonWritable Input(Type type);
}
