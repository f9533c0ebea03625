namespace Opper.Packages.Consumers;

/// <summary>The package is compatible with trimming and native AOT: creating a client causes no warnings.</summary>
public sealed class TrimmingTests
{
    [TestCase("new OpperClient();")]
    [TestCase("new Microsoft.Extensions.DependencyInjection.ServiceCollection().AddOpper();")]
    public async Task A_trimmed_project_gets_no_warnings(string program)
    {
        using var workspace = new Workspace();
        await workspace.CreateAsync("console", $"""
            using Microsoft.Extensions.DependencyInjection;
            using Opper;

            {program}
            """, "Opper");
        var output = (await workspace.RunAsync("build", "-nodeReuse:false", "-p:EnableTrimAnalyzer=true", "-p:EnableAotAnalyzer=true")).Succeeds();

        Assert.That(output.Text, Does.Not.Contain("warning IL"));
    }
}
