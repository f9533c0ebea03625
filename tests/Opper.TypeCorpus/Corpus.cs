using System.Text.Json.Serialization;

namespace Opper.TypeCorpus;

/// <summary>The types of both sources.</summary>
internal static class Corpus
{
    /// <summary>Types that both metadata and reflection can describe.</summary>
    public static IReadOnlyList<Type> WithMetadata { get; } =
        [.. typeof(CorpusContext).GetCustomAttributesData().Where(static data => data.AttributeType == typeof(JsonSerializableAttribute))
            .Select(static data => (Type)data.ConstructorArguments[0].Value!)];

    public static IEnumerable<Type> All => WithMetadata.Concat(ReflectedShapes.All);

    /// <summary>A name that identifies a type.</summary>
    public static string Name(Type type) =>
        type.IsArray ? Name(type.GetElementType()!) + "[]"
        : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
