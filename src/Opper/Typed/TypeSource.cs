using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Opper;

/// <summary>
/// Where the descriptions of callers' types come from: their metadata, then reflection where it may be used. A description is System.Text.Json's contract; the schema,
/// the reader, the writer, the check of annotations and the partial values of streams are all made of it.
/// </summary>
internal sealed class TypeSource : ICallerTypes
{
    public const string ReflectionMessage = "Types are described by reflection. Give their metadata: a JsonTypeInfo, or a JsonSerializerContext as OpperClientOptions.TypeInfoResolver.";

    private static readonly ConditionalWeakTable<object, TypeSource> Known = new();
    private static readonly Lazy<TypeSource> Reflected = new(static () => new TypeSource(static () => Complete(new JsonSerializerOptions(), resolver: null)));

    private readonly ConcurrentDictionary<Type, OpperSchema> _outputs = new();
    private readonly ConcurrentDictionary<Type, OpperSchema> _inputs = new();
    private readonly ConcurrentDictionary<Type, OpperSchema?> _known = new();

    private readonly Lazy<JsonSerializerOptions> _options;

    private TypeSource(Func<JsonSerializerOptions> options) => _options = new Lazy<JsonSerializerOptions>(options);

    /// <summary>Reflection alone.</summary>
    public static TypeSource Default => Reflected.Value;

    /// <summary>The settings of reading and writing, whose contracts describe the types.</summary>
    public JsonSerializerOptions Options => _options.Value;

    /// <summary>Whether types may be described by reflection: the serializer's own switch, which the SDK turns off in trimmed and natively compiled programs.</summary>
    [FeatureSwitchDefinition("System.Text.Json.JsonSerializer.IsReflectionEnabledByDefault")]
    [FeatureGuard(typeof(RequiresUnreferencedCodeAttribute))]
    [FeatureGuard(typeof(RequiresDynamicCodeAttribute))]
#pragma warning disable IL4000 // The compiler cannot see that a trimmed program has the switch off; one that turns it on gets the warnings of what it guards.
    public static bool MayReflect => JsonSerializer.IsReflectionEnabledByDefault;
#pragma warning restore IL4000

    /// <summary>The metadata that a client was given, or <see cref="Default"/>.</summary>
    public static TypeSource For(IJsonTypeInfoResolver? resolver) => resolver is null ? Default : Known.GetValue(resolver, static key =>
    {
        var given = (IJsonTypeInfoResolver)key;
        // A context's own settings, such as a naming policy, belong to its contracts.
        return new TypeSource(() => Complete(given is JsonSerializerContext context ? new JsonSerializerOptions(context.Options) : new JsonSerializerOptions(), given));
    });

    /// <summary>The metadata of one type, with all that its settings know.</summary>
    public static TypeSource For(JsonTypeInfo info) => Known.GetValue(info.Options, static key =>
    {
        var options = (JsonSerializerOptions)key;
        return new TypeSource(() => Complete(new JsonSerializerOptions(options), options.TypeInfoResolver));
    });

    /// <summary>The contract of a type.</summary>
    /// <exception cref="NotSupportedException">There is none; the message says what to add.</exception>
    public JsonTypeInfo Info(Type type)
    {
        try
        {
            return Options.TryGetTypeInfo(type, out var info) ? info : throw CallerTypes.WithoutMetadata(type);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            throw new NotSupportedException(Refusals.Undescribed(TypeNames.Of(type), exception.Message), exception);
        }
    }

    public JsonTypeInfo<T> Info<T>() => (JsonTypeInfo<T>)Info(typeof(T));

    public JsonTypeInfo InfoOf(object value) => WrittenType.Of(value, this);

    /// <summary>The schema of answers.</summary>
    public OpperSchema Output(Type type) => _outputs.GetOrAdd(type, type =>
    {
        var builder = new SchemaBuilder(this, isInput: false);
        var schema = builder.Build(type, out var isObject);
        return new OpperSchema(isObject ? schema : SchemaBuilder.Wrap(schema), !isObject, builder.ForbidsNullItems, this);
    });

    /// <summary>The schema to ask for a <typeparamref name="T"/> with: none for text.</summary>
    public OpperSchema? Asked<T>() => typeof(T) == typeof(string) ? null : Output(typeof(T));

    IJsonWritable ICallerTypes.Output(Type type) => Output(type);

    IJsonWritable ICallerTypes.Input(Type type) => Input(type);

    /// <summary>The schema of the values that a type writes, which go out as they are: what can be got counts, and nothing is wrapped.</summary>
    public OpperSchema Input(Type type) => _inputs.GetOrAdd(type, type =>
    {
        var builder = new SchemaBuilder(this, isInput: true);
        return new OpperSchema(builder.Build(type, out _), isWrapped: false, builder.ForbidsNullItems, this);
    });

    /// <summary>The schema of answers, or <see langword="null"/> for a type that has none: a function that has its own may still answer with it.</summary>
    public OpperSchema? TryOutput(Type type) => _known.GetOrAdd(type, type =>
    {
        try
        {
            return Output(type);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    });

    private static JsonSerializerOptions Complete(JsonSerializerOptions options, IJsonTypeInfoResolver? resolver)
    {
        var isOwn = resolver is null;
        options.TypeInfoResolver = resolver?.WithAddedModifier(StrictContracts.ApplyToMetadata);
        options.Converters.Add(new ValueConverters());
        if (MayReflect)
        {
            AddReflection(options);
        }
        else
        {
            options.TypeInfoResolver ??= JsonTypeInfoResolver.Combine();
        }

        options.AllowOutOfOrderMetadataProperties = true;
        options.MaxDepth = OpperJson.MaxDepth;
        options.RespectRequiredConstructorParameters = false;
        options.RespectNullableAnnotations = true;
        options.WriteIndented = false;
        options.Encoder ??= JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        if (isOwn)
        {
            options.PropertyNameCaseInsensitive = true;
            options.IncludeFields = true;
        }

        options.MakeReadOnly();
        return options;
    }

    [RequiresUnreferencedCode(ReflectionMessage)]
    [RequiresDynamicCode(ReflectionMessage)]
    private static void AddReflection(JsonSerializerOptions options)
    {
        if (options.TypeInfoResolver is null)
        {
            options.Converters.Add(EnumConverterFactory.Instance);
            options.Converters.Add(new JsonNetConverterFactory());
            options.Converters.Add(new CollectionConverterFactory());
        }

        options.TypeInfoResolver = JsonTypeInfoResolver.Combine(options.TypeInfoResolver, new ReflectionContracts());
    }
}
