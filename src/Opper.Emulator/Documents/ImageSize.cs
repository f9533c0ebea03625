using System.Buffers.Binary;

namespace Opper.Emulator.Documents;

/// <summary>Reads the width and height of PNG and JPEG images from their headers.</summary>
internal static class ImageSize
{
    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> Jpeg => [0xFF, 0xD8, 0xFF];

    public static bool IsImage(ReadOnlySpan<byte> content) => content.StartsWith(Png) || content.StartsWith(Jpeg) || content.StartsWith("GIF8"u8)
        || (content.StartsWith("RIFF"u8) && content.Length > 12 && content[8..].StartsWith("WEBP"u8));

    public static PageSize? Of(ReadOnlySpan<byte> content) =>
        content.StartsWith(Png) && content.Length >= 24
            ? new PageSize(BinaryPrimitives.ReadInt32BigEndian(content[16..]), BinaryPrimitives.ReadInt32BigEndian(content[20..]), null)
        : content.StartsWith(Jpeg) ? OfJpeg(content)
        : null;

    // Skips segments up to a frame header, which contains the size.
    private static PageSize? OfJpeg(ReadOnlySpan<byte> content)
    {
        var at = 2;
        while (at + 9 < content.Length && content[at] == 0xFF)
        {
            var marker = content[at + 1];
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return new PageSize(BinaryPrimitives.ReadUInt16BigEndian(content[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(content[(at + 5)..]), null);
            }

            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(content[(at + 2)..]);
        }

        return null;
    }
}
