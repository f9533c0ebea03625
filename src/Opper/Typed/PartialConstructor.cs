using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Opper.Typed;

/// <summary>Creates objects from constructor arguments that have already been deserialized.</summary>
internal static class PartialConstructor
{
    /// <returns>A function of the arguments by position.</returns>
    public static Func<object?[], object> For(JsonTypeInfo info, IReadOnlyList<JsonParameterInfo> parameters) =>
        TypeSource.MayReflect && info.ConstructorAttributeProvider is ConstructorInfo constructor
            ? Compile(constructor)
            : new SlotConstructor(info, parameters).Create;

    [RequiresUnreferencedCode(TypeSource.ReflectionMessage)]
    [RequiresDynamicCode(TypeSource.ReflectionMessage)]
    private static Func<object?[], object> Compile(ConstructorInfo constructor)
    {
        var arguments = Expression.Parameter(typeof(object?[]));
        var values = constructor.GetParameters().Select(
            (parameter, index) => Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(index)), parameter.ParameterType));
        return Expression.Lambda<Func<object?[], object>>(Expression.Convert(Expression.New(constructor, values), typeof(object)), arguments).Compile();
    }

    /// <summary>
    /// Without reflection, only the serializer can call the constructor: it is given JSON whose properties are argument positions, and a converter that maps
    /// each position to the argument.
    /// </summary>
    private sealed class SlotConstructor
    {
        private readonly Type _type;
        private readonly IReadOnlyList<JsonParameterInfo> _parameters;
        private readonly SlotConverter _slots = new();
        private readonly byte[] _json;
        private readonly JsonTypeInfo _info;

        public SlotConstructor(JsonTypeInfo info, IReadOnlyList<JsonParameterInfo> parameters)
        {
            _type = info.Type;
            _parameters = parameters;
            var options = new JsonSerializerOptions(info.Options);
            options.TypeInfoResolver = info.Options.TypeInfoResolver!.WithAddedModifier(Open);
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream))
            {
                writer.WriteStartObject();
                foreach (var property in info.Properties.Where(static property => property.AssociatedParameter is not null))
                {
                    writer.WriteNumber(property.Name, property.AssociatedParameter!.Position);
                }

                writer.WriteEndObject();
            }

            _json = stream.ToArray();
            _info = options.GetTypeInfo(_type);
        }

        public object Create(object?[] arguments)
        {
            SlotConverter.Values = arguments;
            return JsonSerializer.Deserialize(_json, _info)!;
        }

        private void Open(JsonTypeInfo info)
        {
            if (info.Type != _type)
            {
                return;
            }

            info.PolymorphismOptions = null;
            foreach (var property in info.Properties)
            {
                property.IsRequired = false;
                if (property.AssociatedParameter is not null)
                {
                    property.CustomConverter = _slots;
                    property.IsSetNullable |= !property.PropertyType.IsValueType;
                }
            }
        }
    }

    private sealed class SlotConverter : JsonConverter<object>
    {
        [ThreadStatic]
        private static object?[]? _values;

        public static object?[]? Values
        {
            set => _values = value;
        }

        public override bool CanConvert(Type typeToConvert) => true;

        public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => _values![reader.GetInt32()];

        public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options) => throw new NotSupportedException();
    }
}
