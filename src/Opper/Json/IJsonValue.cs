using System.Text.Json;

namespace Opper;

/// <summary>An immutable value with a JSON form of its own: an open enum, a union, free JSON.</summary>
/// <typeparam name="T">The type itself.</typeparam>
internal interface IJsonValue<out T> : IJsonWritable
{
    /// <summary>Reads the value that <paramref name="reader"/> is positioned on. Called on the type's default instance, so it uses no state.</summary>
    T Read(ref Utf8JsonReader reader, ref JsonSource source);
}
