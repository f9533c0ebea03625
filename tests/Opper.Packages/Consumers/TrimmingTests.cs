namespace Opper.Packages.Consumers;

/// <summary>Trimming and native AOT do not work, and the compiler says so where a client is made.</summary>
public sealed class TrimmingTests
{
    [TestCase("new OpperClient();")]
    [TestCase("new Microsoft.Extensions.DependencyInjection.ServiceCollection().AddOpper();")]
    public async Task A_project_that_is_to_be_trimmed_is_warned(string program)
    {
        using var workspace = new Workspace();
        await workspace.CreateAsync("console", $"""
            using Microsoft.Extensions.DependencyInjection;
            using Opper;

            {program}
            """, "Opper");
        var output = (await workspace.RunAsync("build", "-nodeReuse:false", "-p:EnableTrimAnalyzer=true", "-p:EnableAotAnalyzer=true")).Succeeds();

        Assert.That(output.Text, Does.Contain("warning IL2026").And.Contain("warning IL3050").And.Contain("Publish without trimming and native AOT"));
    }
}
