using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Opper.Tracing;

namespace Opper.Conventions;

/// <summary>The JSON schema of the section "Opper" in appsettings.json matches <see cref="OpperClientOptions"/>.</summary>
public sealed partial class ConfigurationSchemaTests
{
    private const string UpdateVariable = "OPPER_UPDATE_CONFIGURATION_SCHEMA";

    // Services, which cannot be in a settings file.
    private static readonly Type[] InCodeOnly = [typeof(System.Text.Json.Serialization.Metadata.IJsonTypeInfoResolver), typeof(OpperSpanQueue),
        typeof(ISpanContextSource), typeof(ILoggerFactory), typeof(TimeProvider), typeof(Uri)];

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Test]
    public void The_configuration_schema_matches_the_options()
    {
        var file = Path.Combine(Repository.Root, "src", "Opper", "Packaging", "ConfigurationSchema.json");
        var actual = Schema().ToJsonString(Written).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(file, actual);
        }

        Assert.That(
            File.ReadAllText(file),
            Is.EqualTo(actual),
            $"{Path.GetFileName(file)} is not what OpperClientOptions say. Run: {UpdateVariable}=1 dotnet test tests/Opper.Conventions "
            + $"--filter {nameof(ConfigurationSchemaTests)}");
    }

    [TestCaseSource(nameof(Settings))]
    public void Every_setting_of_the_configuration_schema_is_bound(string name, string value)
    {
        var member = name switch { nameof(OpperClientOptions.DefaultHeaders) => ":x-one", nameof(OpperClientOptions.PlainHttpHosts) =>
            ":0", _ => string.Empty };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["ApiKey"] = "a-key", [name + member] = value }).Build();
        var services = new ServiceCollection();
        services.AddOpper(configuration);
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptionsMonitor<OpperClientOptions>>().Get("Opper");
        var actual = typeof(OpperClientOptions).GetProperty(name)!.GetValue(options);
        Assert.That(actual is IDictionary<string, string> headers
            ? headers["x-one"]
            : actual is ICollection<string> list ? list.Single() : Convert.ToString(actual, System.Globalization.CultureInfo.InvariantCulture),
            Is.EqualTo(value));
    }

    private static IEnumerable<TestCaseData> Settings() => Properties().Select(property => new TestCaseData(property.Name, property.PropertyType switch
    {
        var type when type == typeof(TimeSpan) => "00:00:07",
        var type when type == typeof(int) => "7",
        var type when type == typeof(bool) => "True",
        var type when type == typeof(Version) => "2.0",
        { IsEnum: true } type => Enum.GetNames(type)[^1],
        _ => property.Name == nameof(OpperClientOptions.BaseUrl) ? "https://opper.example" : "seven",
    }).SetName($"The_setting_{property.Name}_reaches_the_options"));

    private static IEnumerable<System.Reflection.PropertyInfo> Properties() =>
        typeof(OpperClientOptions).GetProperties().Where(property => !InCodeOnly.Contains(property.PropertyType)).OrderBy(property => property.MetadataToken);

    private static JsonObject Schema()
    {
        var docs = XDocument.Load(Path.ChangeExtension(typeof(OpperClientOptions).Assembly.Location, ".xml"));
        var defaults = new OpperClientOptions();
        var properties = new JsonObject();
        foreach (var property in Properties())
        {
            var schema = Shape(property.PropertyType);
            schema["description"] = Summary(docs, $"P:{typeof(OpperClientOptions).FullName}.{property.Name}");
            if (property.GetValue(defaults) is { } value and not (IDictionary<string, string> or ICollection<string>))
            {
                schema["default"] = value is int or bool ? System.Text.Json.JsonSerializer.SerializeToNode(value) : value.ToString();
            }

            properties[property.Name] = schema;
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["Opper"] = new JsonObject
                {
                    ["type"] = "object",
                    ["description"] = "Settings of the Opper client, read by services.AddOpper(configuration.GetSection(\"Opper\")).",
                    ["properties"] = properties,
                },
            },
        };
    }

    private static JsonObject Shape(Type type) =>
        type == typeof(string) ? new() { ["type"] = "string" }
        : type == typeof(int) ? new() { ["type"] = "integer" }
        : type == typeof(bool) ? new() { ["type"] = "boolean" }
        : type == typeof(TimeSpan) ? new() { ["type"] = "string", ["pattern"] = @"^-?(\d+\.)?\d{1,2}:\d{2}(:\d{2}(\.\d{1,7})?)?$" }
        : type.IsEnum ? new() { ["enum"] = new JsonArray([.. Enum.GetNames(type)]) }
        : type == typeof(Version) ? new() { ["type"] = "string", ["pattern"] = @"^\d+\.\d+$" }
        : type == typeof(IDictionary<string, string>) ? new() { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = "string" } }
        : type == typeof(ICollection<string>) ? new() { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } }
        : throw new NotSupportedException($"Say here how a {type.Name} is written in appsettings.json, or that it cannot be.");

    private static string Summary(XDocument docs, string member)
    {
        var summary = docs.Descendants("member").Single(entry => (string?)entry.Attribute("name") == member).Element("summary")!;
        foreach (var reference in summary.Descendants("see").ToList())
        {
            reference.ReplaceWith((string?)reference.Attribute("langword") ?? LastName().Match((string)reference.Attribute("cref")!).Value);
        }

        return Blanks().Replace(summary.Value, " ").Trim();
    }

    [GeneratedRegex(@"\w+$")]
    private static partial Regex LastName();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
