namespace Opper.Packages.Consumers;

/// <summary>.NET Framework 4.7.2 uses the netstandard2.0 assemblies.</summary>
public sealed class NetFrameworkTests
{
    [Test]
    public async Task A_project_for_NET_Framework_472_compiles_against_the_packages()
    {
        using var workspace = new Workspace();
        // Microsoft's resilience packages warn on .NET Framework unless told not to (the README says so); the lowest version of an
        // assembly that Polly asks for is not on every registry.
        workspace.Write("app.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net472</TargetFramework>
                <LangVersion>latest</LangVersion>
                <SuppressTfmSupportBuildWarnings>true</SuppressTfmSupportBuildWarnings>
                <WarningsNotAsErrors>NU1603</WarningsNotAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Opper.Extensions.AI" Version="{Feed.Version}" />
              </ItemGroup>
            </Project>
            """);
        workspace.Write("Program.cs", """
            using System;
            using System.Collections.Generic;
            using System.Threading.Tasks;
            using Microsoft.Extensions.AI;
            using Microsoft.Extensions.DependencyInjection;
            using Opper;

            public static class Program
            {
                public static async Task Main()
                {
                    var services = new ServiceCollection();
                    services.AddOpper(options => options.MaxRetries = 1);
                    var opper = services.BuildServiceProvider().GetRequiredService<OpperClient>();
                    Invoice invoice = await opper.CallAsync<Invoice>("read_invoice", "Extract the invoice.", "…");
                    await foreach (var text in opper.StreamTextAsync("summarize", input: invoice.Vendor))
                    {
                        Console.Write(text);
                    }

                    await foreach (var function in opper.Functions.ListAllAsync())
                    {
                        Console.Write(function.Name);
                    }

                    Console.Write(await opper.AsChatClient().GetResponseAsync("Hello"));
                }
            }

            public sealed class Invoice
            {
                public string Vendor { get; set; } = "";

                public List<string> Lines { get; } = new List<string>();
            }
            """);

        await workspace.BuildAsync();

        Assert.That(File.Exists(workspace.PathOf("bin", "Debug", "net472", "Opper.dll")));
    }
}
