using System.Text.Json;

namespace Opper;

/// <summary>An immutable value with its own JSON representation: an open enum, a union, free-form JSON.</summary>
/// <typeparam name="T">The implementing type.</typeparam>
internal interface IJsonValue<out T> : IJsonWritable
{
    /// <summary>Reads the value that <paramref name="reader"/> is positioned on. Called on a default instance, so it must not use instance state.</summary>
    T Read(ref Utf8JsonReader reader, ref JsonSource source);
}
