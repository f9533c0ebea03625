using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Opper.Typed;

/// <summary>
/// The source of the contracts of callers' types: their metadata, then reflection where it is enabled. The schema, the reader, the writer, annotation
/// validation and the partial values of streams are all derived from the System.Text.Json contract.
/// </summary>
internal sealed class TypeSource : ICallerTypes
{
    public const string ReflectionMessage =
        "Contracts are created by reflection. Provide metadata: a JsonTypeInfo, or a JsonSerializerContext as OpperClientOptions.TypeInfoResolver.";

    private static readonly ConditionalWeakTable<object, TypeSource> Known = new();
    private static readonly Lazy<TypeSource> Reflected = new(static () => new TypeSource(static () => Complete(new JsonSerializerOptions(), resolver: null)));

    private readonly ConcurrentDictionary<Type, OpperSchema> _outputs = new();
    private readonly ConcurrentDictionary<Type, OpperSchema> _inputs = new();
    private readonly ConcurrentDictionary<Type, OpperSchema?> _known = new();

    private readonly Lazy<JsonSerializerOptions> _options;

    private TypeSource(Func<JsonSerializerOptions> options) => _options = new Lazy<JsonSerializerOptions>(options);

    /// <summary>Uses reflection only.</summary>
    public static TypeSource Default => Reflected.Value;

    /// <summary>The serializer options, whose contracts describe the types.</summary>
    public JsonSerializerOptions Options => _options.Value;

    /// <summary>Whether reflection is enabled: the serializer's own feature switch, which the SDK turns off for trimmed and native AOT programs.</summary>
    [FeatureSwitchDefinition("System.Text.Json.JsonSerializer.IsReflectionEnabledByDefault")]
    [FeatureGuard(typeof(RequiresUnreferencedCodeAttribute))]
    [FeatureGuard(typeof(RequiresDynamicCodeAttribute))]
#pragma warning disable IL4000 // The compiler cannot see that the switch is off in trimmed programs; those that turn it on get warnings for what it guards.
    public static bool MayReflect => JsonSerializer.IsReflectionEnabledByDefault;
#pragma warning restore IL4000

    /// <summary>The metadata that a client was configured with, or <see cref="Default"/>.</summary>
    public static TypeSource For(IJsonTypeInfoResolver? resolver) => resolver is null ? Default : Known.GetValue(resolver, static key =>
    {
        var given = (IJsonTypeInfoResolver)key;
        // The options of a context, such as its naming policy, are part of its contracts.
        return new TypeSource(
            () => Complete(given is JsonSerializerContext context ? new JsonSerializerOptions(context.Options) : new JsonSerializerOptions(), given));
    });

    /// <summary>The metadata of one type, and of all others that its options can resolve.</summary>
    public static TypeSource For(JsonTypeInfo info) => Known.GetValue(info.Options, static key =>
    {
        var options = (JsonSerializerOptions)key;
        return new TypeSource(() => Complete(new JsonSerializerOptions(options), options.TypeInfoResolver));
    });

    /// <summary>The contracts of collections whose numbers are read and written differently.</summary>
    public static TypeSource WithNumbers(JsonSerializerOptions options, JsonNumberHandling handling) => new(() =>
    {
        var own = new JsonSerializerOptions(options);
        for (var i = 0; i < own.Converters.Count; i++)
        {
            if (own.Converters[i] is ValueConverters)
            {
                own.Converters[i] = new ValueConverters(handling, ofItems: true);
            }
        }

        own.MakeReadOnly();
        return own;
    });

    /// <summary>The contract of a type.</summary>
    /// <exception cref="NotSupportedException">There is no contract; the message says what to add.</exception>
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

    public JsonTypeInfo InfoOf(object value) => SerializedType.Of(value, this);

    /// <summary>The schema of an output.</summary>
    public OpperSchema Output(Type type) => _outputs.GetOrAdd(type, type =>
    {
        var builder = new SchemaBuilder(this, isInput: false);
        var schema = builder.Build(type, out var isObject);
        return new OpperSchema(isObject ? schema : SchemaBuilder.Wrap(schema), !isObject, builder.ForbidsNullItems, this);
    });

    /// <summary>The output schema to send for a <typeparamref name="T"/>, or <see langword="null"/> for text.</summary>
    public OpperSchema? Asked<T>() => typeof(T) == typeof(string) ? null : Output(typeof(T));

    IJsonWritable ICallerTypes.Output(Type type) => Output(type);

    IJsonWritable ICallerTypes.Input(Type type) => Input(type);

    /// <summary>The schema of a request value, which is written unwrapped: members with getters count rather than settable ones.</summary>
    public OpperSchema Input(Type type) => _inputs.GetOrAdd(type, type =>
    {
        var builder = new SchemaBuilder(this, isInput: true);
        return new OpperSchema(builder.Build(type, out _), isWrapped: false, builder.ForbidsNullItems, this);
    });

    /// <summary>The schema of an output, or <see langword="null"/> if the type has none: a function with its own schema may still return it.</summary>
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
        options.Converters.Add(new ValueConverters(options.NumberHandling));
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
