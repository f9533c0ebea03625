using System.Reflection;

namespace Opper.Conventions;

/// <summary>The C# side of the contract.</summary>
internal static class ContractTypes
{
    public static Assembly Assembly { get; } = typeof(OpperClient).Assembly;

    private static readonly Dictionary<string, Type> ByName = typeof(OpperClient).Assembly.GetExportedTypes().Where(type => !type.IsNested)
        .ToDictionary(type => type.Name);

    /// <summary>A public type by name in any namespace of Opper: names are unique.</summary>
    public static Type? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The class of a schema: that of its component, or a list of that.</summary>
    public static Type? Of(JObject? schema) =>
        schema is null ? null
            : Contract.ReferenceName(schema) is { } name ? Find(name)
            : (string?)schema["type"] == "array" && Of((JObject)schema["items"]!) is { } item ? typeof(IReadOnlyList<>).MakeGenericType(item)
            : null;

    /// <summary>The public methods of an operation, including overloads.</summary>
    public static IReadOnlyList<MethodInfo> Methods(string client, string name) =>
        Find(client)?.GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(method => method.Name == name).ToList() ?? [];

    /// <summary>The method of an operation itself: the overload that is not generic, and takes the request where others take what is in
    /// it.</summary>
    public static MethodInfo? Method(ContractOperation operation) =>
        Methods(operation.Resource + "Client", operation.Verb + "Async").Where(method => !method.IsGenericMethod).ToList() is [_, _, ..] several
            ? several.SingleOrDefault(method => method.GetParameters().Any(parameter => parameter.Name == "request"))
            : Methods(operation.Resource + "Client", operation.Verb + "Async").SingleOrDefault(method => !method.IsGenericMethod);

    /// <summary>The request types: those that are marked, and those whose name ends with Request.</summary>
    public static IEnumerable<(string Name, JObject Schema, Type Type)> Requests => Contract.Objects
        .Where(schema => schema.Schema["x-opper-request"] is not null || schema.Name.EndsWith("Request", StringComparison.Ordinal))
        .Select(schema => (schema.Name, schema.Schema, Type: Find(schema.Name)!))
        .Where(request => request.Type is not null);

    public static string Text(Type type) => Nullable.GetUnderlyingType(type) is { } underlying ? Text(underlying) + "?"
        : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Text))}>"
        : type.Name;
}
