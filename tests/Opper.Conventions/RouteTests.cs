using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Opper.Emulator;

namespace Opper.Conventions;

/// <summary>The emulator's routes and the contract's operations are the same.</summary>
public sealed class RouteTests
{
    // The emulator's own URLs, in addition to the API.
    private static readonly string[] Api = ["/v2/", "/v3/"];

    // Served for Anthropic's clients; not used by this client.
    private static readonly string[] ForOtherClients = ["POST /v3/compat/v1/messages"];

    private static HashSet<string> _routes = null!;

    [OneTimeSetUp]
    public static async Task ReadAsync()
    {
        await using var emulator = await OpperEmulator.StartAsync();
        var app = typeof(OpperEmulator).GetFields(BindingFlags.NonPublic | BindingFlags.Instance)
            .Single(field => field.FieldType == typeof(WebApplication)).GetValue(emulator)!;
        _routes = (from source in ((IEndpointRouteBuilder)app).DataSources
                   from route in source.Endpoints.OfType<RouteEndpoint>()
                   let path = route.RoutePattern.RawText!.TrimEnd('/')
                   where Api.Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal))
                   from method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                   select ContractOperation.ShapeOf(method, path)).ToHashSet(StringComparer.Ordinal);
    }

    [Test]
    public void Every_operation_is_a_route() => Rule.Holds(
        "Every operation of opper.yaml is a route of the emulator.",
        Contract.Operations.Where(operation => !_routes.Contains(operation.Shape)).Select(operation => operation.ToString()));

    [Test]
    public void Every_route_is_an_operation() => Rule.Holds(
        "Every route of the emulator under /v2 and /v3 is an operation of opper.yaml.",
        _routes.Except(ForOtherClients).Where(route => Contract.Operations.All(operation => operation.Shape != route)));

    [Test]
    public void Every_endpoint_in_a_doc_comment_is_an_operation() => Rule.Holds(
        "An endpoint that the library's source names, as METHOD /v2/path or METHOD /v3/path, is one of opper.yaml.",
        from file in Repository.Files("src/Opper", "*.cs")
        from match in Regex.Matches(File.ReadAllText(Path.Combine(Repository.Root, file)), @"\b(?<method>GET|POST|PATCH|PUT|DELETE) (?<path>/v[23]/[\w/{}\-]+)")
        where Contract.Operations.All(operation =>
            operation.Shape != ContractOperation.ShapeOf(match.Groups["method"].Value, match.Groups["path"].Value.TrimEnd('/')))
        select $"{file}: {match.Value}");
}
