using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Opper;

/// <summary>What a place in a typed answer can hold: how its value is made of the pieces that came, and how they are written as JSON.</summary>
internal abstract class Shape(Type type)
{
    private static readonly ConditionalWeakTable<TypeSource, ConcurrentDictionary<Type, Shape>> Made = new();

    /// <summary>Stands for a value that cannot be made of what has come.</summary>
    public static object NotYet { get; } = new();

    public Type Type { get; } = type;

    /// <summary>What null is for the type.</summary>
    public object? Null => Type.IsValueType && Nullable.GetUnderlyingType(Type) is null ? NotYet : null;

    /// <summary>The shape whose pieces come: that of the collection which a value is made of, else itself.</summary>
    public virtual Shape Structure => this;

    /// <summary>Whether its JSON is an object or an array.</summary>
    public abstract bool IsContainer { get; }

    /// <summary>Whether it is a number, whose length is bounded even where it comes as text.</summary>
    public virtual bool IsNumber => false;

    public abstract object? Build(PartialNode node);

    /// <summary>For a value that does not grow but is made anew of all that has come: the share of a large one that may be missing, as its reciprocal. 0 for one that grows.</summary>
    public virtual int Lag => 0;

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

    /// <summary>Writes a whole answer, of which nothing may have come.</summary>
    public void WriteWhole(PartialNode node, Utf8JsonWriter writer)
    {
        if (!node.HasContent && MayBeSilent(0))
        {
            WriteSilent(writer);
        }
        else
        {
            Write(node, writer);
        }
    }

    /// <summary>Writes what has come: members and items that still count, each by its own shape.</summary>
    public virtual void Write(PartialNode node, Utf8JsonWriter writer)
    {
        switch (node.Kind)
        {
            case PartialKind.Object:
                writer.WriteStartObject();
                foreach (var child in node.Children)
                {
                    if (child is { HasContent: true, IsDropped: false })
                    {
                        writer.WritePropertyName(child.Name!);
                        (Member(child.Name!) ?? AnyShape.Instance).Write(child, writer);
                    }
                }

                if (!node.IsExact)
                {
                    WriteSilentMembers(node, writer);
                }

                writer.WriteEndObject();
                break;
            case PartialKind.Array:
                writer.WriteStartArray();
                foreach (var child in node.Children)
                {
                    if (child is null)
                    {
                        writer.WriteNullValue();
                    }
                    else if (!child.IsDropped)
                    {
                        (Item ?? AnyShape.Instance).Write(child, writer);
                    }
                }

                writer.WriteEndArray();
                break;
            default:
                WriteValue(node, writer);
                break;
        }
    }

    /// <summary>Writes a value of which nothing came, where <see cref="MayBeSilent"/> says so.</summary>
    public virtual void WriteSilent(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteSilentMembers(null, writer);
        writer.WriteEndObject();
    }

    /// <summary>Writes the members that must be there, may be silent, and are missing.</summary>
    protected virtual void WriteSilentMembers(PartialNode? node, Utf8JsonWriter writer)
    {
    }

    /// <summary>Writes a value that is neither object nor array.</summary>
    protected virtual void WriteValue(PartialNode node, Utf8JsonWriter writer)
    {
        switch (node.Kind)
        {
            case PartialKind.String:
                writer.WriteStringValue(node.Text);
                break;
            case PartialKind.Number or PartialKind.Boolean:
                writer.WriteRawValue(node.Text);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    /// <summary>The shape of a type, made once.</summary>
    public static Shape For(Type type, TypeSource source) => Made.GetOrCreateValue(source).GetOrAdd(type, type => Create(type, source));

    /// <summary>The shape of a type, by its contract.</summary>
    private static Shape Create(Type type, TypeSource source)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        JsonTypeInfo info;
        try
        {
            info = source.Info(plain);
        }
        catch (NotSupportedException)
        {
            return new AnyShape(type, source);
        }

        return info.Kind switch
        {
            JsonTypeInfoKind.Object when info.PolymorphismOptions is { DerivedTypes.Count: > 0 } family => new FamilyShape(plain, family, source),
            JsonTypeInfoKind.Object => new ObjectShape(type, info, source),
            JsonTypeInfoKind.Enumerable when info.ElementType is { } item => new ListShape(type, info, item, source),
            JsonTypeInfoKind.Dictionary => new DictionaryShape(type, info, source),
            _ => Of(type, info.Converter, source),
        };
    }

    /// <summary>The shape of a single value, by the converter that reads it.</summary>
    public static Shape Of(Type type, JsonConverter converter, TypeSource source)
    {
        while (converter is IWrappingConverter { Inner: var inner })
        {
            converter = inner;
        }

        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return converter switch
        {
            IValueText text => new LeafShape(type, text, source),
            IStandInConverter { StandIn: var standIn } => new StandInShape(type, Shape.For(standIn, source), source),
            _ when plain == typeof(string) && converter.GetType().Assembly == typeof(JsonConverter).Assembly => new LeafShape(type, null, source),
            _ when plain == typeof(bool) || plain.IsEnum => new LeafShape(type, null, source),
            _ => new AnyShape(type, source),
        };
    }
}
