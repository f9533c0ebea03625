using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Opper.Streaming;

/// <summary>The type of a node in a typed answer: how its value is built from the chunks received, and how they are written as JSON.</summary>
internal abstract class Shape(Type type)
{
    private static readonly ConditionalWeakTable<TypeSource, ConcurrentDictionary<Type, Shape>> Made = new();

    /// <summary>Marks a value that cannot be built from what has arrived so far.</summary>
    public static object NotYet { get; } = new();

    public Type Type { get; } = type;

    /// <summary>The shape that paths follow: that of the underlying collection, otherwise this one.</summary>
    public virtual Shape Structure => this;

    /// <summary>Whether it is an object or an array in JSON.</summary>
    public abstract bool IsContainer { get; }

    /// <summary>Whether it is a number, whose length is limited even if it arrives as a string.</summary>
    public virtual bool IsNumber => false;

    /// <summary>The value of a node so far, or <see cref="NotYet"/>.</summary>
    public object? Build(PartialNode node)
    {
        try
        {
            return node.Kind switch
            {
                PartialKind.None => NotYet,
                PartialKind.Null => Type.IsValueType && Nullable.GetUnderlyingType(Type) is null ? NotYet : null,
                _ => BuildContent(node),
            };
        }
        catch (Exception exception) when (exception is not (OpperException or OutOfMemoryException))
        {
            // The caller's type may reject what has arrived so far. Deserializing the final answer reports a rejection of the whole.
            return node.Instance(this) is { } known && Type.IsInstanceOfType(known) ? known : NotYet;
        }
    }

    protected abstract object? BuildContent(PartialNode node);

    /// <summary>How far a large value that is rebuilt may lag, as the reciprocal of its length; 0 for a value that is updated in place.</summary>
    public virtual int Lag => 0;

    /// <summary>The shape of a member, or <see langword="null"/> if there is no such member.</summary>
    public virtual Shape? Member(string name) => null;

    /// <summary>The type's own instance of a member name, so that the string is not kept once per chunk.</summary>
    public virtual string Known(string name) => name;

    /// <summary>Member names with dots or brackets, which paths contain unescaped; the longest first.</summary>
    public virtual string[] NamesWithSeparators => [];

    /// <summary>The shape of the items, or <see langword="null"/> if it is not a list.</summary>
    public virtual Shape? Item => null;

    /// <summary>The value of a non-nullable member for which nothing has arrived, or <see langword="null"/>.</summary>
    public object? Empty(int depth)
    {
        try
        {
            return CreateEmpty(depth) is var value && ReferenceEquals(value, NotYet) ? null : value;
        }
        catch (Exception exception) when (exception is not (OpperException or OutOfMemoryException))
        {
            // The caller's type may have no empty value.
            return null;
        }
    }

    protected virtual object? CreateEmpty(int depth) => null;

    /// <summary>Whether the value may be omitted from a stream, meaning that it is empty: a stream has no event for an empty list or object.</summary>
    public virtual bool MayBeOmitted(int depth) => false;

    /// <summary>Writes a complete answer, which may have been omitted.</summary>
    public void WriteWhole(PartialNode node, Utf8JsonWriter writer)
    {
        if (!node.HasContent && MayBeOmitted(0))
        {
            WriteOmitted(writer);
        }
        else
        {
            Write(node, writer);
        }
    }

    /// <summary>Writes the content received, except for dropped nodes, each by its own shape.</summary>
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
                    WriteOmittedMembers(node, writer);
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

    /// <summary>Writes the empty value of an omitted node; see <see cref="MayBeOmitted"/>.</summary>
    public virtual void WriteOmitted(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteOmittedMembers(null, writer);
        writer.WriteEndObject();
    }

    protected static string[] WithSeparators(IEnumerable<string> names) =>
        [.. names.Where(static name => name.IndexOfAny(['.', '[', ']']) >= 0).Distinct().OrderByDescending(static name => name.Length)];

    /// <summary>Writes the required members that were omitted.</summary>
    protected virtual void WriteOmittedMembers(PartialNode? node, Utf8JsonWriter writer)
    {
    }

    /// <summary>Writes a scalar.</summary>
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

    /// <summary>The shape of a type, created once.</summary>
    public static Shape For(Type type, TypeSource source) => Made.GetValue(source, static _ => new()).GetOrAdd(type, type => Create(type, source));

    /// <summary>The shape of a type, from its contract.</summary>
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
            JsonTypeInfoKind.Object when info.PolymorphismOptions is { DerivedTypes.Count: > 0 } family => new PolymorphicShape(plain, family, source),
            JsonTypeInfoKind.Object => new ObjectShape(type, info, source),
            JsonTypeInfoKind.Enumerable when info.ElementType is { } item => new ListShape(type, info, item, source),
            JsonTypeInfoKind.Dictionary => new DictionaryShape(type, info, source),
            _ => Of(type, info.Converter, source),
        };
    }

    /// <summary>The shape of a scalar, from its converter.</summary>
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
            NumberHandlingConverter { Source: var numbers } => Shape.For(type, numbers),
            ISubstituteConverter { Substitute: var substitute } => new SubstituteShape(type, Shape.For(substitute, source), source),
            _ when plain == typeof(string) && converter.GetType().Assembly == typeof(JsonConverter).Assembly => new LeafShape(type, null, source),
            _ when plain == typeof(bool) || plain.IsEnum => new LeafShape(type, null, source),
            _ => new AnyShape(type, source),
        };
    }
}
