using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>Passes values between Json.NET's tokens and UTF-8.</summary>
internal static class NewtonsoftJson
{
    /// <summary>The UTF-8 of the value that a reader is positioned on.</summary>
    public static PooledBytes ReadValue(JsonReader reader)
    {
        var bytes = new PooledBytes();
        using var text = new Utf8TextWriter(bytes);
        using var writer = new JsonTextWriter(text) { CloseOutput = false, DateFormatHandling = DateFormatHandling.IsoDateFormat };
        writer.WriteToken(reader);
        writer.Flush();
        return bytes;
    }

    public static void WriteValue(JsonWriter writer, ReadOnlyMemory<byte> utf8)
    {
        using var reader = new Utf8JsonTokenReader(utf8);
        reader.Read();
        writer.WriteToken(reader);
    }
}
