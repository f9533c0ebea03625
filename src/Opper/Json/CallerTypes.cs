namespace Opper.Json;

/// <summary>The default contracts of callers' own types. Declared here and implemented in <c>Typed</c>, which this layer does not use.</summary>
internal static partial class CallerTypes
{
    /// <summary>Contracts from reflection, or <see langword="null"/> if reflection is disabled.</summary>
    public static partial ICallerTypes? Reflected { get; }

    public static NotSupportedException WithoutMetadata(Type type) => new(
        $"{TypeNames.Of(type)} has no metadata, and reflection is switched off: add [JsonSerializable(typeof({TypeNames.Of(type)}))] to a "
        + "JsonSerializerContext and set it as OpperClientOptions.TypeInfoResolver.");
}
