using System.Reflection;
using PublicApiGenerator;

namespace Opper.Conventions;

/// <summary>The public API is the one in the reviewed baseline file.</summary>
public sealed class PublicApiTests
{
    private const string UpdateVariable = "OPPER_UPDATE_PUBLIC_API";

    [Test]
    public void The_public_API_is_the_reviewed_one()
    {
        var baseline = typeof(PublicApiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "PublicApiBaseline").Value!;
        var actual = typeof(OpperClient).Assembly.GeneratePublicApi(new ApiGeneratorOptions
        {
            IncludeAssemblyAttributes = false,
            ExcludeAttributes = ["System.CodeDom.Compiler.GeneratedCodeAttribute", "Newtonsoft.Json.JsonPropertyAttribute", "Newtonsoft.Json.JsonConverterAttribute", "Newtonsoft.Json.JsonIgnoreAttribute"],
        }).Replace("\r\n", "\n", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(baseline, actual);
        }

        var expected = File.Exists(baseline) ? File.ReadAllText(baseline) : string.Empty;
        if (actual == expected)
        {
            return;
        }

        var (now, before) = (actual.Split('\n'), expected.Split('\n'));
        var added = now.Except(before).Take(20).Select(line => "+ " + line.Trim());
        var removed = before.Except(now).Take(20).Select(line => "- " + line.Trim());
        Assert.Fail(
            $"The public API is not the one in {Path.GetFileName(baseline)}. If the change is meant, run\n"
            + $"  {UpdateVariable}=1 dotnet test tests/Opper.Conventions --filter {nameof(PublicApiTests)}\nand commit the file for review.\n"
            + string.Join("\n", added.Concat(removed)));
    }
}
