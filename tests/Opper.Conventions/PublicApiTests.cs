using System.Reflection;
using Microsoft.Extensions.AI;
using PublicApiGenerator;

namespace Opper.Conventions;

/// <summary>The public API is the one in the reviewed baseline file.</summary>
public sealed class PublicApiTests
{
    private const string UpdateVariable = "OPPER_UPDATE_PUBLIC_API";

    [TestCase(typeof(OpperClient), TestName = "The_public_API_of_Opper_is_the_reviewed_one")]
    [TestCase(typeof(OpperAIExtensions), TestName = "The_public_API_of_Opper_Extensions_AI_is_the_reviewed_one")]
    public void The_public_API_is_the_reviewed_one(Type member)
    {
        var folder = typeof(PublicApiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "PublicApiBaselines").Value!;
        var baseline = Path.Combine(folder, $"PublicApi.{member.Assembly.GetName().Name}.txt");
        var actual = member.Assembly.GeneratePublicApi(new ApiGeneratorOptions
        {
            IncludeAssemblyAttributes = false,
            // Extensions live where their users look for them; the generator leaves such namespaces out unless told.
            DenyNamespacePrefixes = [],
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
