using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Opper;

/// <summary>Whether a member of a caller's type must be there, and may be null.</summary>
internal static class Nullability
{
    public static bool IsRequired(MemberInfo member)
        => member.IsDefined(typeof(RequiredAttribute))
            || HasAttribute(member, "System.Runtime.CompilerServices.RequiredMemberAttribute")
            || HasAttribute(member, "System.Text.Json.Serialization.JsonRequiredAttribute")
            || !IsNullable(member);

    public static bool IsNullable(MemberInfo member)
    {
        if (member.IsDefined(typeof(RequiredAttribute)))
        {
            return false;
        }

        var type = member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;
        if (type.IsValueType)
        {
            return Nullable.GetUnderlyingType(type) is not null;
        }

        return Annotation(member) != 1;
    }

    // 0: no annotations, 1: not null, 2: may be null. The first byte is the member's own type; those after it are its arguments'.
    private static byte Annotation(MemberInfo member)
    {
        if (Flags(member, "System.Runtime.CompilerServices.NullableAttribute") is { } own)
        {
            return own;
        }

        for (var type = member.DeclaringType; type is not null; type = type.DeclaringType)
        {
            if (Flags(type, "System.Runtime.CompilerServices.NullableContextAttribute") is { } context)
            {
                return context;
            }
        }

        return 0;
    }

    private static byte? Flags(MemberInfo member, string attribute)
    {
        var data = member.GetCustomAttributesData().FirstOrDefault(candidate => candidate.AttributeType.FullName == attribute);
        return data?.ConstructorArguments[0].Value switch
        {
            byte single => single,
            IReadOnlyList<CustomAttributeTypedArgument> { Count: > 0 } many => (byte)many[0].Value!,
            _ => null,
        };
    }

    private static bool HasAttribute(MemberInfo member, string name)
        => member.GetCustomAttributesData().Any(data => data.AttributeType.FullName == name);
}
