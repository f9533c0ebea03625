using System.Text.Json;

namespace Opper.Embeddings;

/// <summary>Reads a vector of floats directly from UTF-8 JSON.</summary>
internal static class VectorCodec
{
    public static float[] Read(ref Utf8JsonReader reader, ref JsonSource source)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return [];
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw JsonFailure.Expected("an array of numbers", reader);
        }

        return TryScan(ref reader, ref source) ?? ReadEach(ref reader);
    }

    public static void Write(JsonOutput output, ReadOnlySpan<byte> name, float[]? value)
    {
        output.Writer.WriteStartArray(name);
        foreach (var number in value ?? [])
        {
            output.Writer.WriteNumberValue(number);
        }

        output.Writer.WriteEndArray();
    }

    private static float[]? TryScan(ref Utf8JsonReader reader, ref JsonSource source)
    {
        if (source.Utf8.IsEmpty)
        {
            return null;
        }

        var start = source.Offset + (int)reader.BytesConsumed;
        var scanner = new VectorScanner(source.Utf8.Slice(start));
        if (scanner.Read(source.VectorLength) is not { } vector)
        {
            return null;
        }

        source.VectorLength = vector.Length;
        // Utf8JsonReader cannot skip bytes it has not read, so a new one continues after the array.
        source.Offset = start + scanner.End;
        reader = new Utf8JsonReader(source.Utf8.Slice(source.Offset), isFinalBlock: true, reader.CurrentState);
        reader.Read();
        return vector;
    }

    private static float[] ReadEach(ref Utf8JsonReader reader)
    {
        var numbers = new List<float>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var number = (float)JsonRead.Double(ref reader);
            numbers.Add(float.IsInfinity(number) ? throw JsonFailure.NotInRange("a number that a float can hold", reader) : number);
        }

        return [.. numbers];
    }
}
