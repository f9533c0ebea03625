namespace Opper.Packages.Consumers;

/// <summary>The analyzers are in the package: a new app gets warnings when it is built.</summary>
public sealed class AnalyzerTests
{
    [Test]
    public async Task An_app_gets_analyzer_warnings_for_types_that_the_client_rejects()
    {
        using var workspace = new Workspace();
        await workspace.CreateAsync("console", """
            using Opper;

            var opper = new OpperClient("key");
            opper.StreamTextAsync("n");
            var span = await opper.Spans.StartAsync("s");
            await opper.CallAsync<Grid>("n");
            await opper.CallAsync<Shape>("n");

            record Grid(int[,] Cells);
            abstract record Shape;
            """, "Opper");

        var output = (await workspace.RunAsync("build", "-nodeReuse:false")).Succeeds();

        Assert.That(output.Text, Does.Contain(
            "warning OPPER001: Grid.Cells (Int32Array) cannot be an output type: multidimensional arrays are not supported; use arrays of arrays.")
            .And.Contain("warning OPPER002: Shape (Shape)").And.Contain("warning OPPER003").And.Contain("warning OPPER004"));
        Assert.That(output.Text, Does.Not.Contain("CS8032").And.Not.Contain("AD0001"), "an analyzer could not be loaded, or threw");
        Assert.That(output.Text, Does.Match("OPPER001.*blob/HEAD/build/docs/analyzers/OPPER001.md"));
    }
}
