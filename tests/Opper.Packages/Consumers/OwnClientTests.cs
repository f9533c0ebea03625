using System.Text.RegularExpressions;

namespace Opper.Packages.Consumers;

/// <summary>A custom client, generated from the contract in the package as documented.</summary>
public sealed class OwnClientTests
{
    [Test]
    public async Task The_documented_project_generates_a_client_that_can_call()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "build/docs/project/own-client.md"));
        var target = Regex.Match(page, @"(?s)```xml\n(<ItemGroup>.*?Opper\.g\.cs.*?)```");
        Assert.That(target.Success, "The page has no XML that generates a client");
        using var workspace = new Workspace();
        workspace.Write("app.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
            {Regex.Replace(target.Groups[1].Value, "(?<=Include=\"Opper\" Version=\")[^\"]*", Feed.Version)}
            </Project>
            """);
        workspace.Write("Program.cs", """
            using MyApp.OpperApi;

            using var http = new HttpClient { BaseAddress = new Uri(Environment.GetEnvironmentVariable("OPPER_BASE_URL")!) };
            http.DefaultRequestHeaders.Authorization = new("Bearer", Environment.GetEnvironmentVariable("OPPER_API_KEY"));
            var functions = new FunctionsClient(http);
            var made = await functions.CreateAsync(new CreateFunctionRequest { Name = "from-a-client-of-ones-own", Instructions = "Greet." });
            Console.WriteLine((await functions.GetAsync(made.Id)).Name);
            """);
        await workspace.BuildAsync();

        var output = (await workspace.RunBuiltAsync(await PackedEmulator.VariablesAsync())).Succeeds();

        Assert.That(output.Text, Does.Contain("from-a-client-of-ones-own"));
    }
}
