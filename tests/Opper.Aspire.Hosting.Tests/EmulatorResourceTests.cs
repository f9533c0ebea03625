using System.Diagnostics;
using System.Net;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Opper.Functions;
using Opper.TestSupport;

namespace Opper.Aspire.Hosting.Tests;

/// <summary>
/// The emulator in the model of an app host. The tests do what the orchestrator of Aspire does with the model: allocate the ports of the endpoint and start the
/// command with its arguments.
/// </summary>
public sealed class EmulatorResourceTests
{
    [Test]
    public void The_resource_is_an_executable_with_endpoint_and_health_check_and_not_in_the_manifest()
    {
        var builder = AppHost();

        var emulator = builder.AddOpperEmulator("opper", port: 4010).Resource;

        var endpoint = emulator.Annotations.OfType<EndpointAnnotation>().Single();
        Assert.That((endpoint.Name, endpoint.UriScheme, endpoint.Port), Is.EqualTo(("http", "http", (int?)4010)));
        Assert.That(emulator.Annotations.OfType<HealthCheckAnnotation>().Count(), Is.EqualTo(1));
        Assert.That(emulator.Annotations.OfType<ManifestPublishingCallbackAnnotation>().Last(), Is.SameAs(ManifestPublishingCallbackAnnotation.Ignore));
        Assert.That(emulator.Command, Is.EqualTo("dotnet"));
    }

    [Test]
    public async Task The_resource_runs_the_tool_of_its_own_version_on_the_allocated_port()
    {
        var builder = AppHost();
        var emulator = builder.AddOpperEmulator("opper").WithArgs("--delay", "0");
        Allocate(emulator.Resource, port: 5000, targetPort: 5001);

        var arguments = await ArgumentsAsync(builder, emulator.Resource);

        var version = typeof(OpperEmulatorResource).Assembly.GetName().Version!.ToString(3);
        Assert.That(arguments,
            Is.EqualTo(new[] { "tool", "exec", $"Opper.Emulator.Tool@{version}", "--yes", "--", "--port", "5001", "--data", ":memory:", "--delay", "0" }));
    }

    [Test]
    public async Task A_data_file_path_is_relative_to_the_app_host_directory()
    {
        var builder = AppHost();
        var emulator = builder.AddOpperEmulator("opper").WithDataFile("first.db").WithDataFile("data/opper.db");
        Allocate(emulator.Resource, port: 5000, targetPort: 5001);

        Assert.That(await ArgumentsAsync(builder, emulator.Resource),
            Has.One.EqualTo(Path.GetFullPath("data/opper.db", builder.AppHostDirectory)).And.None.Contains("first"));
    }

    [Test]
    public async Task A_referencing_project_gets_a_connection_string_that_the_client_integration_reads()
    {
        var builder = AppHost();
        var emulator = builder.AddOpperEmulator("opper");
        var shop = builder.AddExecutable("shop", "dotnet", ".").WithReference(emulator).Resource;
        Allocate(emulator.Resource, port: 5000, targetPort: 5001);

        var configuration = await ExecutionConfigurationBuilder.Create(shop).WithEnvironmentVariablesConfig().BuildAsync(builder.ExecutionContext,
            NullLogger.Instance);
        var text = configuration.EnvironmentVariables.ToDictionary()["ConnectionStrings__opper"];

        OpperSettings? read = null;
        var host = Host.CreateEmptyApplicationBuilder(null);
        host.Configuration.AddInMemoryCollection([new("ConnectionStrings:opper", text)]);
        host.AddOpperClient("opper", settings => read = settings);
        Assert.That((read!.Endpoint, read.Key), Is.EqualTo((new Uri("http://localhost:5000"), "emulator")));
        Assert.That(emulator.Resource.ConnectionStringExpression.ValueExpression, Is.EqualTo("Endpoint={opper.bindings.http.url};Key=emulator"));
    }

    [Test]
    public async Task The_started_emulator_serves_the_client_and_passes_the_health_check()
    {
        var port = FreePort.Next();
        var builder = AppHost();
        var emulator = builder.AddOpperEmulator("opper");
        Allocate(emulator.Resource, port, port);
        var arguments = (await ArgumentsAsync(builder, emulator.Resource)).SkipWhile(argument => argument != "--").Skip(1);

        // The tool is not on a package source here: its program replaces 'dotnet tool exec'.
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Tool, .. arguments]) { RedirectStandardOutput = true })!;
        try
        {
            await process.StandardOutput.ReadLineAsync();
            var host = Host.CreateEmptyApplicationBuilder(null);
            host.Configuration.AddInMemoryCollection(
                [new("ConnectionStrings:opper", await emulator.Resource.ConnectionStringExpression.GetValueAsync(CancellationToken.None))]);
            host.AddOpperClient("opper");
            using var shop = host.Build();

            var created = await shop.Services.GetRequiredService<OpperClient>().Functions.CreateAsync(
                new CreateFunctionRequest { Name = "greet", Instructions = "Greet." });
            var clients = await shop.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
            var resources = await HealthAsync(builder, emulator.Resource);

            Assert.That((created.Name, clients.Status, resources), Is.EqualTo(("greet", HealthStatus.Healthy, HealthStatus.Healthy)));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static string Tool => Path.Combine(
        TestContext.CurrentContext.TestDirectory.Replace(Path.Combine("tests", "Opper.Aspire.Hosting.Tests"), Path.Combine("src", "Opper.Emulator.Tool"),
            StringComparison.Ordinal),
        "opper-emulator.dll");

    private static IDistributedApplicationBuilder AppHost() => DistributedApplication.CreateBuilder(
        new DistributedApplicationOptions { DisableDashboard = true, AssemblyName = typeof(EmulatorResourceTests).Assembly.GetName().Name });

    private static void Allocate(OpperEmulatorResource emulator, int port, int targetPort)
    {
        var endpoint = emulator.Annotations.OfType<EndpointAnnotation>().Single();
        endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", port, targetPortExpression: $"{targetPort}");
    }

    private static async Task<string[]> ArgumentsAsync(IDistributedApplicationBuilder builder, OpperEmulatorResource emulator) =>
        [.. (await ExecutionConfigurationBuilder.Create(emulator).WithArgumentsConfig().BuildAsync(builder.ExecutionContext, NullLogger.Instance)).Arguments
            .Select(argument => argument.Value)];

    private static async Task<HealthStatus> HealthAsync(IDistributedApplicationBuilder builder, OpperEmulatorResource emulator)
    {
        await builder.Eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(emulator, new ServiceCollection().BuildServiceProvider()));
        await builder.Eventing.PublishAsync(new BeforeResourceStartedEvent(emulator, new ServiceCollection().BuildServiceProvider()));
        await using var services = builder.Services.BuildServiceProvider();
        var key = emulator.Annotations.OfType<HealthCheckAnnotation>().Single().Key;
        return (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == key)).Status;
    }
}
