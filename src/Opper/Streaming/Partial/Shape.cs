using System.Collections.Concurrent;
using System.Text.Json;
using Newtonsoft.Json.Serialization;

namespace Opper;

/// <summary>What a place in a typed answer can hold: how its value is made of the pieces that came, and how they are written as JSON.</summary>
internal abstract class Shape(Type type)
{
    private static readonly ConcurrentDictionary<Type, Shape> Cache = new();

    /// <summary>Stands for a value that cannot be made of what has come.</summary>
    public static object NotYet { get; } = new();

    public Type Type { get; } = type;

    /// <summary>What null is for the type.</summary>
    public object? Null => Type.IsValueType && Nullable.GetUnderlyingType(Type) is null ? NotYet : null;

    /// <summary>Whether its JSON is an object or an array.</summary>
    public abstract bool IsContainer { get; }

    /// <summary>Whether it is a number, whose length is bounded even where it comes as text.</summary>
    public virtual bool IsNumber => false;

    public static Shape Of(Type type) => Cache.GetOrAdd(type, static type => Create(type));

    public abstract object? Build(PartialNode node);

    public abstract void Write(PartialNode node, Utf8JsonWriter writer);

    /// <summary>The shape of a named part, or <see langword="null"/> where there is none of that name.</summary>
    public virtual Shape? Member(string name) => null;

    /// <summary>The same name, as the type has it: kept once however often it comes.</summary>
    public virtual string Known(string name) => name;

    /// <summary>The names of members that need looking for in a path, the longest first: they hold dots or brackets.</summary>
    public virtual IReadOnlyList<string> OddNames => [];

    /// <summary>The shape of the items, or <see langword="null"/>.</summary>
    public virtual Shape? Item => null;

    /// <summary>What stands for a value of which nothing has come, where the type says that there is always one.</summary>
    public virtual object? Empty(int depth) => null;

    /// <summary>Whether nothing at all in a stream may mean an empty value: a stream has no event that says so.</summary>
    public virtual bool MayBeSilent(int depth) => false;

    /// <summary>Writes a value that was silent.</summary>
    public virtual void WriteSilent(Utf8JsonWriter writer) => throw new InvalidOperationException("Only collections and objects can be silent.");

    /// <summary>Writes the members that came and still count.</summary>
    protected void WriteMembers(PartialNode node, Utf8JsonWriter writer)
    {
        foreach (var child in node.Children)
        {
            if (child is { HasContent: true } && !child.IsGone())
            {
                writer.WritePropertyName(child.Name!);
                (Member(child.Name!) ?? AnyShape.Instance).Write(child, writer);
            }
        }
    }

    private static Shape Create(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (Polymorphism.Of(plain) is { } family)
        {
            return new FamilyShape(plain, family);
        }

        var contract = OpperJson.OutputSerializer.ContractResolver.ResolveContract(plain);
        if (plain.IsEnum)
        {
            return new LeafShape(type, contract.Converter as EnumNames);
        }

        if (PrimitiveSchemas.TryGet(plain, out var primitive))
        {
            return SchemaNavigator.Types(primitive) is ["string" or "integer" or "number" or "boolean"] ? new LeafShape(type, null) : new AnyShape(type);
        }

        return contract switch
        {
            JsonObjectContract { Converter: null } fields => new ObjectShape(type, fields),
            JsonArrayContract { CollectionItemType: { } item } => new ListShape(type, item),
            JsonDictionaryContract { DictionaryKeyType: { } key, DictionaryValueType: { } value } => new DictionaryShape(type, key, value),
            _ => new AnyShape(type),
        };
    }
}
