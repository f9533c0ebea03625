using System.Text.Json;

namespace Opper;

/// <summary>Names of JSON members, kept so that the same few need not be made anew for every object.</summary>
internal static class MemberNames
{
    // A power of two; two names at one place only cost what they would without this.
    private const int Places = 1024;
    private const int LongestKept = 40;

    private static readonly string?[] Kept = new string?[Places];

    /// <returns>The name that the reader stands at, or <see langword="null"/> where it is not one to keep.</returns>
    public static string? Find(ref Utf8JsonReader reader)
    {
        var bytes = reader.ValueSpan;
        if (reader.ValueIsEscaped || bytes.Length is 0 or > LongestKept)
        {
            return null;
        }

        var hash = (uint)bytes.Length;
        foreach (var value in bytes)
        {
            if (value > 0x7F)
            {
                return null;
            }

            hash = (hash * 31) + value;
        }

        ref var place = ref Kept[(hash ^ (hash >> 15)) & (Places - 1)];
        var known = Volatile.Read(ref place);
        if (known is not null && reader.ValueTextEquals(known))
        {
            return known;
        }

        var name = reader.GetString()!;
        Volatile.Write(ref place, name);
        return name;
    }
}
