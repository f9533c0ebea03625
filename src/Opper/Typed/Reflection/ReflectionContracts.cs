using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Opper.Typed;

/// <summary>The contracts of types without metadata: those of System.Text.Json, extended by rules that it lacks and by Json.NET's attributes.</summary>
[RequiresUnreferencedCode(TypeSource.ReflectionMessage)]
[RequiresDynamicCode(TypeSource.ReflectionMessage)]
internal sealed class ReflectionContracts : DefaultJsonTypeInfoResolver
{
    public override JsonTypeInfo GetTypeInfo(Type type, JsonSerializerOptions options)
    {
        var info = base.GetTypeInfo(type, options);
        if (info.Kind == JsonTypeInfoKind.Object)
        {
            MemberContracts.Complete(info);
            info = ConstructorChoice.Apply(info);
            PolymorphicContracts.Apply(info);
        }

        StrictContracts.Apply(info);
        return info;
    }
}
