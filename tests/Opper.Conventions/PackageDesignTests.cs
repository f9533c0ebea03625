using System.CodeDom.Compiler;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Opper.Aspire;
using Opper.Aspire.Hosting;
using Opper.Batch;
using Opper.Batch.Orleans;
using Opper.Emulator;
using Opper.Evaluation;
using Opper.Models;

namespace Opper.Conventions;

/// <summary>Rules for all packages.</summary>
public sealed class PackageDesignTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private const string Secret = "sk-secret-of-the-test";

    private static readonly Assembly[] Packages =
    [
        typeof(OpperClient).Assembly,
        typeof(OpperAIExtensions).Assembly,
        typeof(OpperEmulator).Assembly,
        typeof(OpperSettings).Assembly,
        typeof(OpperEmulatorResource).Assembly,
        typeof(BatchRunner).Assembly,
        typeof(BatchCluster).Assembly,
        typeof(EvaluationRunner).Assembly,
        typeof(OpperHealthChecksBuilderExtensions).Assembly,
        typeof(OpperMcpServerBuilderExtensions).Assembly,
    ];

    private static IEnumerable<Type> Types => Packages.SelectMany(package => package.GetExportedTypes());

    private static IEnumerable<MethodInfo> Methods =>
        Types.Where(type => !typeof(Delegate).IsAssignableFrom(type)).SelectMany(type => type.GetMethods(Declared)).Where(method => !method.IsSpecialName);

    [Test]
    public void A_cancellation_token_is_the_last_parameter_and_named_cancellationToken() => Rule.Holds(
        "A parameter of type CancellationToken is the last one, named cancellationToken, and optional.",
        from method in Methods
        let parameters = method.GetParameters()
        from parameter in parameters
        where parameter.ParameterType == typeof(CancellationToken)
        where parameter.Position != parameters.Length - 1 || parameter.Name != "cancellationToken" || !parameter.HasDefaultValue
        select Text(method));

    [Test]
    public void Asynchronous_methods_take_a_cancellation_token() => Rule.Holds(
        "A public method that returns a task takes a CancellationToken, except DisposeAsync.",
        from method in Methods
        where typeof(Task).IsAssignableFrom(method.ReturnType) || method.ReturnType == typeof(ValueTask)
        where method.Name != nameof(IAsyncDisposable.DisposeAsync)
            && method.GetParameters().All(parameter => parameter.ParameterType != typeof(CancellationToken))
        select Text(method));

    [Test]
    public void Names_of_types_and_members_follow_NET_conventions() => Rule.Holds(
        "Public types and members are PascalCase with no underscore, interfaces begin with I, type parameters with T.",
        (from type in Types
         where !IsPascal(type.Name.Split('`')[0]) || (type.IsInterface && !Regex.IsMatch(type.Name, "^I[A-Z]"))
             || type.GetGenericArguments().Any(argument => !Regex.IsMatch(argument.Name, "^T([A-Z]|$)"))
         select type.FullName!)
        .Concat(from type in Types
                from member in type.GetMembers(Declared)
                where member is not (MethodBase { IsSpecialName: true } or TypeInfo) && member.Name != "value__" && !member.Name.StartsWith('<')
                    && !IsPascal(member.Name)
                select $"{type.FullName}.{member.Name}"));

    [Test]
    public void Names_of_parameters_follow_NET_conventions() => Rule.Holds(
        "Parameters of public methods are camelCase with no underscore; those of records are named as their properties.",
        from type in Types
        from method in type.GetMethods(Declared).Where(method => !method.IsSpecialName).Concat<MethodBase>(type.GetConstructors())
        from parameter in method.GetParameters()
        where !Regex.IsMatch(parameter.Name!, "^[a-z][a-zA-Z0-9]*$") && type.GetProperty(parameter.Name!) is null
        select $"{Text(method)}: {parameter.Name}");

    [Test]
    public void Every_public_type_is_documented() => Rule.Holds(
        "Every public type of the packages has a summary that is not empty.",
        from package in Packages
        let entries = XDocument.Load(Path.ChangeExtension(package.Location, ".xml")).Descendants("member")
            .ToDictionary(entry => (string)entry.Attribute("name")!)
        from type in package.GetExportedTypes()
        where entries.GetValueOrDefault("T:" + type.FullName!.Replace('+', '.'))?.Element("summary") is not { } summary
            || (string.IsNullOrWhiteSpace(summary.Value) && !summary.HasElements)
        select type.FullName);

    [Test]
    public void Classes_are_sealed_or_designed_for_inheritance() => Rule.Holds(
        "A public class is sealed, static or abstract, has virtual members, has derived types, or is a model generated from opper.yaml.",
        from type in Types
        where type.IsClass && !type.IsSealed && !type.IsAbstract && !type.IsDefined(typeof(GeneratedCodeAttribute))
        where Types.All(other => !type.IsAssignableFrom(other) || other == type)
        where !type.GetMethods(Declared).Any(method => method.IsVirtual && !method.IsFinal && method.GetBaseDefinition() == method)
        select type.FullName);

    [Test]
    public void JToken_is_the_only_Newtonsoft_type_in_public_signatures() => Rule.Holds(
        "The only type of Newtonsoft.Json in a public signature is JToken, as a value or in a collection of values.",
        from type in Types
        from used in Signatures(type)
        where used.Type.Namespace?.StartsWith("Newtonsoft", StringComparison.Ordinal) == true && used.Type != typeof(JToken)
        select $"{type.FullName}: {used.Member} has {used.Type.Name}");

    [Test]
    public void No_public_method_takes_a_Newtonsoft_type() => Rule.Holds(
        "No public method of Opper takes a type of Newtonsoft.Json: free JSON is passed as object.",
        from method in Methods
        from parameter in method.GetParameters()
        from part in Parts(parameter.ParameterType)
        where part.Namespace?.StartsWith("Newtonsoft", StringComparison.Ordinal) == true
        select $"{Text(method)}: {parameter.Name}");

    [Test]
    public void JToken_is_used_only_where_the_contract_allows_any_JSON() => Rule.Holds(
        "A property of a model is JToken only if its schema has no type; otherwise a plain type is used.",
        from schema in Contract.Objects
        let type = ContractTypes.Find(schema.Name)
        where type is not null
        from property in type.GetProperties(Declared)
        where property.PropertyType == typeof(JToken)
        let wire = property.GetCustomAttribute<JsonPropertyAttribute>()?.PropertyName ?? property.Name
        where schema.Schema.SelectToken($"properties['{wire}']") is not JObject json || Contract.Resolve(json)["type"] is not null
        select $"{schema.Name}.{property.Name}");

    [Test]
    public void No_ToString_contains_a_secret()
    {
        var holders = from type in Types
                      where !type.IsAbstract && type.GetConstructor(Type.EmptyTypes) is not null
                      let secrets = type.GetProperties(Declared).Where(property => property is { CanWrite: true, PropertyType: var kind }
                          && kind == typeof(string) && Regex.IsMatch(property.Name, "ApiKey|Secret|Password|Credential|Bearer|UpstreamKey")).ToList()
                      where secrets.Count > 0
                      select (type, secrets);
        var list = holders.ToList();
        Assert.That(list.Select(holder => holder.type),
            Is.SupersetOf(new[] { typeof(OpperClientOptions), typeof(OpperEmulatorOptions), typeof(CreateCustomModelRequest) }));

        Rule.Holds(
            "ToString of a type that holds a key or a password does not show it.",
            from holder in list
            let instance = Filled(holder.type, holder.secrets)
            where instance.ToString()!.Contains(Secret, StringComparison.Ordinal)
            select holder.type.FullName!);
    }

    private static object Filled(Type type, IEnumerable<PropertyInfo> secrets)
    {
        var instance = Activator.CreateInstance(type)!;
        foreach (var secret in secrets)
        {
            secret.SetValue(instance, Secret);
        }

        return instance;
    }

    private static IEnumerable<(string Member, Type Type)> Signatures(Type type) =>
        (type.BaseType is { } root ? Parts(root).Select(part => (type.Name, part)) : [])
            .Concat(from @interface in type.GetInterfaces()
                    from part in Parts(@interface)
                    select (type.Name, part))
            .Concat(from method in type.GetMethods(Declared)
                    from part in method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType).SelectMany(Parts)
                    select (method.Name, part))
            .Concat(from constructor in type.GetConstructors()
                    from parameter in constructor.GetParameters()
                    from part in Parts(parameter.ParameterType)
                    select (constructor.Name, part));

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.GetGenericArguments().SelectMany(Parts).Prepend(type);

    private static bool IsPascal(string name) => Regex.IsMatch(name, "^[A-Z][a-zA-Z0-9]*$");

    private static string Text(MethodBase method) => $"{method.DeclaringType!.FullName}.{method.Name}";
}
