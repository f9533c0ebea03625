using System.Reflection;

namespace Opper.Conventions;

/// <summary>Which namespace a type is in, and that its name is free for programs that use Opper beside other libraries.</summary>
public sealed class NamespaceTests
{
    private static readonly string[] Implicit =
    [
        "System", "System.IO", "System.Linq", "System.Net.Http", "System.Net.Http.Json", "System.Threading",
        "System.Threading.Tasks", "System.Collections.Generic",
        "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    private static readonly string[] Others =
        ["Microsoft.Extensions.AI", "OpenAI", "OpenAI.Chat", "OpenAI.Embeddings", "OpenAI.Files", "OpenAI.Models", "OpenAI.Responses"];

    private static readonly string[] Prefixes = ["System.", "Microsoft.AspNetCore.", "Microsoft.Extensions."];

    // Extensions of the contract that belong to no resource.
    private static readonly Dictionary<string, string> OfTags = new()
    {
        ["Calls"] = "", ["Spans"] = "Tracing", ["SpanMetrics"] = "Tracing", ["Traces"] = "Tracing", ["CustomModels"] = "Models", ["ModelAliases"] = "Models",
    };

    private static readonly Lazy<ILookup<string, Type>> Taken = new(() => Assemblies()
        .SelectMany(assembly => assembly.GetExportedTypes())
        .Where(type => !type.IsNested && (Implicit.Contains(type.Namespace) || Others.Contains(type.Namespace)))
        .ToLookup(type => type.Name));

    private static IEnumerable<Type> Types => ContractTypes.Assembly.GetExportedTypes().Where(type => !type.IsNested);

    [Test]
    public void The_name_comparison_covers_every_namespace_that_programs_use_beside_Opper() =>
        Assert.That(Implicit.Concat(Others), Is.SubsetOf(Taken.Value.SelectMany(types => types).Select(type => type.Namespace)));

    [Test]
    public void No_type_of_the_namespace_Opper_has_the_name_of_a_type_used_beside_it() => Rule.Holds(
        "No public type of the namespace Opper has the name of a type in the implicit usings, Microsoft.Extensions.AI or OpenAI's main namespaces.",
        from type in Types
        where type.Namespace == "Opper"
        from other in Taken.Value[type.Name]
        select $"{type.FullName}: {other.FullName}");

    [Test]
    public void No_type_of_a_resource_has_the_name_of_a_type_in_the_implicit_usings() => Rule.Holds(
        "With the namespace of a resource in use, every name of the implicit usings still means one type.",
        from type in Types
        from other in Taken.Value[type.Name]
        where Implicit.Contains(other.Namespace)
        select $"{type.FullName}: {other.FullName}");

    // Chat uses the names of the OpenAI API, like Microsoft.Extensions.AI and the client of OpenAI; the guide describes how to use both.
    [Test]
    public void Only_chat_types_share_names_with_types_of_other_clients() => Rule.Holds(
        "The namespace of a resource other than Opper.Chat can be used beside Microsoft.Extensions.AI and the main namespaces of OpenAI's client.",
        from type in Types
        where type.Namespace != "Opper.Chat"
        from other in Taken.Value[type.Name]
        where other.Namespace is "Microsoft.Extensions.AI" or "OpenAI"
            || other.Namespace == type.Namespace!.Replace("Opper.", "OpenAI.", StringComparison.Ordinal)
        select $"{type.FullName}: {other.FullName}");

    [Test]
    public void No_two_types_share_a_name() => Rule.Holds(
        "All namespaces of Opper can be used together, so no two public types have the same name.",
        from types in Types.GroupBy(type => type.Name)
        where types.Count() > 1
        select string.Join(", ", types));

    [Test]
    public void No_type_has_the_name_of_a_namespace() => Rule.Holds(
        "A type with the name of a namespace of Opper would hide the namespace, or be hidden by it.",
        from type in Types
        where Types.SelectMany(other => other.Namespace!.Split('.')).Contains(type.Name.Split('`')[0])
        select type.FullName!);

    [Test]
    public void A_type_of_one_resource_is_in_its_namespace() => Rule.Holds(
        "A schema that the operations of one resource alone reach is in that resource's namespace, others in Opper: see build/templates/Namespace.liquid.",
        from schema in Reaching()
        let type = ContractTypes.Find(schema.Key)
        where type is not null
        let expected = schema.Value.Count == 1 && schema.Value.Single().Length > 0 ? "Opper." + schema.Value.Single() : "Opper"
        where type.Namespace != expected
        select $"{type.FullName} belongs to {expected}");

    [Test]
    public void A_client_is_in_the_namespace_of_its_resource() => Rule.Holds(
        "The client of a resource is in the resource's namespace.",
        from resource in Contract.Operations.Select(operation => operation.Resource).Distinct()
        let expected = NamespaceOf(resource) is { Length: > 0 } name ? "Opper." + name : "Opper"
        from client in new[] { resource + "Client", resource + "ClientWithRawResponse" }
        where ContractTypes.Find(client)?.Namespace != expected
        select $"{client} belongs to {expected}");

    private static string NamespaceOf(string tag) => OfTags.GetValueOrDefault(tag, tag);

    private static IEnumerable<Assembly> Assemblies()
    {
        foreach (var path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (name is "OpenAI" || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                yield return Assembly.Load(new AssemblyName(name));
            }
        }
    }

    /// <summary>Each schema with the namespaces of the operations that reach it.</summary>
    private static Dictionary<string, HashSet<string>> Reaching()
    {
        var reached = new Dictionary<string, HashSet<string>>();
        foreach (var operation in Contract.Operations)
        {
            Visit(operation.Json, NamespaceOf(operation.Resource), reached);
            foreach (var stream in new[] { "x-opper-stream", "x-opper-stream-option" })
            {
                if ((string?)operation.Json[stream] is { } events)
                {
                    Visit(new JObject { ["$ref"] = "#/components/schemas/" + events }, NamespaceOf(operation.Resource), reached);
                }
            }
        }

        return reached;
    }

    private static void Visit(JToken token, string space, Dictionary<string, HashSet<string>> reached)
    {
        foreach (var reference in (token as JContainer)?.DescendantsAndSelf().OfType<JProperty>().Where(property => property.Name == "$ref") ?? [])
        {
            var path = ((string)reference.Value!).TrimStart('#', '/').Split('/');
            var target = path.Aggregate((JToken)Contract.Root, static (place, step) => place[step]!);
            if (path[1] != "schemas")
            {
                Visit(target, space, reached);
                continue;
            }

            if (!reached.TryGetValue(path[^1], out var spaces))
            {
                reached[path[^1]] = spaces = [];
            }

            if (spaces.Add(space))
            {
                Visit(target, space, reached);
            }
        }
    }
}
