using Newtonsoft.Json;

namespace Opper;

/// <summary>Writes a file as the API's data URL, piece by piece: the text of a whole one may be many megabytes.</summary>
internal sealed class MediaConverter : JsonConverter<OpperMedia>
{
    // A multiple of three, so that every piece but the last is without padding.
    private const int PieceLength = 12 * 1024;

    public override bool CanRead => false;

    public override OpperMedia? ReadJson(JsonReader reader, Type objectType, OpperMedia? existingValue, bool hasExistingValue, JsonSerializer serializer)
        => throw new NotSupportedException($"{nameof(OpperMedia)} is for inputs only.");

    public override void WriteJson(JsonWriter writer, OpperMedia? value, JsonSerializer serializer)
    {
        if (value is null)
        {
            writer.WriteNull();
            return;
        }

        writer.WriteStartObject();
        writer.WritePropertyName("_opper_media_input");
        var start = "data:" + value.MimeType + ";base64,";
        if (writer is JsonTextWriter)
        {
            // The first piece counts as the value; what follows goes straight to the text. Neither base64 nor a mime type needs escaping.
            writer.WriteRawValue("\"" + start);
            for (var i = 0; i < value.Content.Length; i += PieceLength)
            {
                writer.WriteRaw(Convert.ToBase64String(value.Content, i, Math.Min(PieceLength, value.Content.Length - i)));
            }

            writer.WriteRaw("\"");
        }
        else
        {
            writer.WriteValue(start + Convert.ToBase64String(value.Content));
        }

        writer.WriteEndObject();
    }
}
