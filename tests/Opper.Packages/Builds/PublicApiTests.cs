namespace Opper.Packages.Builds;

/// <summary>A public member that is not in the baseline fails the build, and the command in the message adds it.</summary>
public sealed class PublicApiTests
{
    private const string Check = "build/public-api";

    [Test]
    public async Task A_new_public_member_fails_the_build_until_the_baseline_is_updated()
    {
        using var copy = await WorkingCopy.CreateAsync();
        copy.Replace("src/Opper/Transport/RequestOptions.cs", "public sealed class RequestOptions\n{\n",
            "public sealed class RequestOptions\n{\n    /// <summary>New.</summary>\n    public string? Novelty { get; set; }\n\n");

        var failed = (await copy.BuildAsync(Check)).Fails();
        Assert.That(failed.Text, Does.Contain("error OPPER203: The public API of Opper.dll differs from build/public-api/Opper.txt."));
        Assert.That(failed.Text, Does.Contain("run 'dotnet build build/public-api -p:UpdatePublicApi=true'"));
        Assert.That(failed.Text, Does.Contain("+ RequestOptions: public string? Novelty { get; set; }"));

        (await copy.BuildAsync(Check)).Fails();
        (await copy.BuildAsync(Check, "-p:UpdatePublicApi=true")).Succeeds();
        (await copy.BuildAsync(Check)).Succeeds();
        Assert.That(File.ReadAllText(copy.PathOf("build/public-api/Opper.txt")), Does.Contain("Novelty"));
    }
}
