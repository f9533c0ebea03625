namespace Opper;

/// <summary>How callers' types are described that came without metadata. This layer knows no such types: <c>Typed</c> holds the other part.</summary>
internal static partial class CallerTypes
{
    /// <summary>Reflection; <see langword="null"/> where it may not be used.</summary>
    public static partial ICallerTypes? Reflected { get; }

    public static NotSupportedException WithoutMetadata(Type type) => new(
        $"{TypeNames.Of(type)} has no metadata, and reflection is switched off: add [JsonSerializable(typeof({TypeNames.Of(type)}))] to a JsonSerializerContext and give it as OpperClientOptions.TypeInfoResolver.");
}
