using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Opper.Typed;

/// <summary>
/// The nullable annotations of a type and its type arguments, from the attributes that the compiler emits: one flag for each type in source order, none for
/// non-generic value types. <c>NullabilityInfoContext</c> is not available on netstandard2.0.
/// </summary>
internal sealed class TypeNullability
{
    public const byte Unknown = 0;
    public const byte NotNull = 1;
    public const byte Nullable = 2;

    private TypeNullability(Type type, byte flag, TypeNullability[] arguments)
    {
        Type = type;
        Flag = flag;
        Arguments = arguments;
    }

    public Type Type { get; }

    public byte Flag { get; }

    /// <summary>Those of the type arguments, or of an array's element type.</summary>
    public IReadOnlyList<TypeNullability> Arguments { get; }

    /// <summary>Whether it is annotated as nullable. Types compiled without annotations count as non-nullable here, so that lists reject nulls.</summary>
    public bool MayBeNull => Type.IsValueType ? System.Nullable.GetUnderlyingType(Type) is not null : Flag == Nullable;

    public static TypeNullability Of(MemberInfo member)
    {
        var closed = TypeOf(member);
        // The flags follow the generic type definition, where a type parameter has one flag whatever its argument.
        var definition = member.DeclaringType is { IsGenericType: true, IsGenericTypeDefinition: false } declaring
            ? TypeSource.MayReflect ? Definition(declaring, member) : null
            : member;
        var flags = new Flags(member);
        return Read(definition is null ? closed : TypeOf(definition), closed, flags);
    }

    /// <summary>The annotations of a type argument, or <see langword="null"/> if the argument is not at that position.</summary>
    public static TypeNullability? Argument(TypeNullability? of, int index, Type type) =>
        of is not null && index < of.Arguments.Count && of.Arguments[index].Type == type ? of.Arguments[index] : null;

    /// <summary>The same annotations for a type with the same type arguments.</summary>
    public static TypeNullability Like(TypeNullability other, Type type) => new(type, other.Flag, [.. other.Arguments]);

    private static TypeNullability Read(Type open, Type closed, Flags flags)
    {
        if (open.IsGenericParameter)
        {
            return new TypeNullability(closed, flags.Next(), []);
        }

        if (System.Nullable.GetUnderlyingType(open) is { } underlying)
        {
            var inner = Read(underlying, System.Nullable.GetUnderlyingType(closed) ?? closed, flags);
            return new TypeNullability(closed, Nullable, [.. inner.Arguments]);
        }

        var flag = open.IsValueType && !open.IsGenericType ? NotNull : flags.Next();
        if (open.IsArray && closed.IsArray)
        {
            return new TypeNullability(closed, flag, [Read(open.GetElementType()!, closed.GetElementType()!, flags)]);
        }

        if (!open.IsGenericType || !closed.IsGenericType)
        {
            return new TypeNullability(closed, flag, []);
        }

        var arguments = open.GetGenericArguments().Zip(closed.GetGenericArguments(), (left, right) => Read(left, right, flags)).ToArray();
        return new TypeNullability(closed, flag, arguments);
    }

    [RequiresUnreferencedCode(TypeSource.ReflectionMessage)]
    private static MemberInfo? Definition(Type declaring, MemberInfo member) =>
        declaring.GetGenericTypeDefinition().GetMember(member.Name,
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).FirstOrDefault(found => found.MetadataToken == member.MetadataToken);

    private static Type TypeOf(MemberInfo member) => member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;

    private sealed class Flags
    {
        private readonly byte[] _many;
        private readonly byte _all;
        private int _next;

        public Flags(MemberInfo member)
        {
            _many = [];
            var data = Find(member, "System.Runtime.CompilerServices.NullableAttribute");
            switch (data?.ConstructorArguments[0].Value)
            {
                case byte single:
                    _all = single;
                    break;
                case IReadOnlyList<CustomAttributeTypedArgument> many:
                    _many = many.Select(item => (byte)item.Value!).ToArray();
                    break;
                default:
                    _all = Context(member.DeclaringType);
                    break;
            }
        }

        public byte Next() => _many.Length == 0 ? _all : _next < _many.Length ? _many[_next++] : Unknown;

        private static byte Context(Type? type)
        {
            for (; type is not null; type = type.DeclaringType)
            {
                if (Find(type, "System.Runtime.CompilerServices.NullableContextAttribute")?.ConstructorArguments[0].Value is byte context)
                {
                    return context;
                }
            }

            return Unknown;
        }

        private static CustomAttributeData? Find(MemberInfo member, string attribute) =>
            member.GetCustomAttributesData().FirstOrDefault(candidate => candidate.AttributeType.FullName == attribute);
    }
}
