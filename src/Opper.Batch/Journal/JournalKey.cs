using System.Buffers.Binary;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Opper.Batch.Json;

namespace Opper.Batch.Journal;

/// <summary>Creates the keys of rows: the first half of the SHA-256 hash of their JSON.</summary>
internal static class JournalKey
{
    public const int Size = 16;

    /// <param name="value">What identifies the row.</param>
    /// <param name="options">How it is written; as in a request where there are none.</param>
    /// <exception cref="NotSupportedException">The JSON of the row has nothing of it.</exception>
    public static UInt128 Of(object? value, JsonSerializerOptions? options)
    {
        var json = options is null ? Request(value) : Json(value, options);
        if (json.SequenceEqual("{}"u8) && IsHidden(value!.GetType(), options ?? BatchJson.Default))
        {
            throw new NotSupportedException($"Rows of type {value.GetType()} cannot be distinguished in a journal, because their JSON is empty. Give them "
                + "public members.");
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(json, hash);
        return Read(hash);
    }

    private static ReadOnlySpan<byte> Request(object? value)
    {
        try
        {
            return RawJson.From(value).Utf8.Span;
        }
        catch (ArgumentException) when (IsJournaled(value))
        {
            // No request has NaN and infinity, but rows for a delegate may.
            return Json(value, BatchJson.Default);
        }
    }

    private static bool IsJournaled(object? value)
    {
        try
        {
            return Json(value, BatchJson.Default).Length > 0;
        }
        catch (Exception)
        {
            // The exception of the request says more.
            return false;
        }
    }

    private static ReadOnlySpan<byte> Json(object? value, JsonSerializerOptions options) =>
        JsonSerializer.SerializeToUtf8Bytes(value, value?.GetType() ?? typeof(object), options);

    // Such rows would all have the result of the first.
    private static bool IsHidden(Type type, JsonSerializerOptions options) =>
        options.GetTypeInfo(type) is { Kind: JsonTypeInfoKind.Object } info && !info.Properties.Any(static property => property.Get is not null)
            && type.GetRuntimeFields().Any(static field => !field.IsStatic);

    public static UInt128 Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt128BigEndian(bytes);

    public static void Write(UInt128 key, Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, key);
}
