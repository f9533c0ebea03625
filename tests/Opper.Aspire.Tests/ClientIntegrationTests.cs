using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Opper.Emulator;

namespace Opper.Aspire.Tests;

/// <summary>A client configured by a connection string and the sections of Aspire.</summary>
public sealed class ClientIntegrationTests
{
    private OpperEmulator _emulator = null!;

    [SetUp]
    public async Task StartAsync() => _emulator = await OpperEmulator.StartAsync(options => options.ApiKey = "op=a;b");

    [TearDown]
    public async Task StopAsync() => await _emulator.DisposeAsync();

    [Test]
    public async Task A_client_can_be_configured_by_a_connection_string_alone([Values] bool isKeyed)
    {
        _emulator.OnCall("greet").Returns("Hello!");
        var builder = Builder(("ConnectionStrings:opper", $"endpoint={_emulator.BaseAddress}; KEY='{_emulator.ApiKey}'"));
        _ = isKeyed ? builder.AddKeyedOpperClient("opper") : builder.AddOpperClient("opper");
        using var host = builder.Build();
        await host.StartAsync();

        var opper = isKeyed ? host.Services.GetRequiredKeyedService<OpperClient>("opper") : host.Services.GetRequiredService<OpperClient>();
        string greeting = await opper.CallAsync<string>("greet", input: "Ann");
        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.That(greeting, Is.EqualTo("Hello!"));
        Assert.That((health.Status, health.Entries.Keys.Single()), Is.EqualTo((HealthStatus.Healthy, isKeyed ? "Opper_opper" : "Opper")));
    }

    [Test]
    public void More_specific_settings_override_general_ones()
    {
        var builder = Builder(
            ("Aspire:Opper:Endpoint", "https://one.example"), ("Aspire:Opper:Key", "one"), ("Aspire:Opper:ClientOptions:MaxRetries", "7"),
            ("Aspire:Opper:ClientOptions:Timeout", "00:01:00"),
            ("Aspire:Opper:opper:Key", "two"), ("Aspire:Opper:opper:ClientOptions:Timeout", "00:02:00"),
            ("ConnectionStrings:opper", "https://three.example/"));
        builder.AddOpperClient("opper", settings => settings.Key += "!", options => options.ApplicationName = "shop");

        var options = OptionsOf(builder);

        Assert.That((options.BaseUrl, options.ApiKey, options.MaxRetries, options.Timeout, options.ApplicationName),
            Is.EqualTo(("https://three.example/", "two!", 7, TimeSpan.FromMinutes(2), "shop")));
    }

    [TestCase("https://api.example", "https://api.example", null)]
    [TestCase("Key=k", null, "k")]
    [TestCase("Endpoint=http://127.0.0.1:4010;Key=\"a;b=c\"", "http://127.0.0.1:4010", "a;b=c")]
    [TestCase("Key=k;Endpoint=https://api.example/v2;Region=eu", "https://api.example/v2", "k")]
    public void Each_form_of_a_connection_string_is_parsed(string text, string? endpoint, string? key)
    {
        var builder = Builder(("ConnectionStrings:opper", text));
        OpperSettings? read = null;
        builder.AddOpperClient("opper", settings => read = settings);

        Assert.That((read!.Endpoint?.OriginalString, read.Key), Is.EqualTo((endpoint, key)));
    }

    [TestCase("secret-key")]
    [TestCase("https://api.example/;Key=secret-key")]
    [TestCase("Endpoint=secret-host;Key=secret-key")]
    [TestCase("Endpoint=ftp://secret-host;Key=secret-key")]
    [TestCase("AccessKey=secret-key")]
    [TestCase("Key='secret-key")]
    public void An_invalid_connection_string_is_rejected_and_not_in_the_message(string text)
    {
        var builder = Builder(("ConnectionStrings:opper", text));

        var refusal = Assert.Catch<InvalidOperationException>(() => builder.AddOpperClient("opper"))!;

        Assert.That(refusal.ToString(), Does.Contain("'opper'").And.Not.Contain("secret"));
    }

    [Test]
    public void A_setting_of_the_wrong_type_is_rejected_by_name()
    {
        var builder = Builder(("Aspire:Opper:DisableTracing", "perhaps"));

        Assert.That(Assert.Catch<InvalidOperationException>(() => builder.AddOpperClient("opper"))!.Message, Does.Contain("DisableTracing"));
    }

    [Test]
    public async Task Traces_and_metrics_are_collected_unless_disabled([Values] bool disabled)
    {
        var (activities, metrics) = (new List<Activity>(), new List<Metric>());
        _emulator.OnCall("greet").Returns("Hello!");
        var builder = Builder(
            ("ConnectionStrings:opper", $"Endpoint={_emulator.BaseAddress};Key='{_emulator.ApiKey}'"),
            ("Aspire:Opper:DisableTracing", $"{disabled}"), ("Aspire:Opper:DisableMetrics", $"{disabled}"),
            ("Aspire:Opper:DisableHealthChecks", $"{disabled}"));
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddProcessor(new SimpleActivityExportProcessor(new Collected<Activity>(activities))))
            .WithMetrics(collected => collected.AddReader(new BaseExportingMetricReader(new Collected<Metric>(metrics))));
        builder.AddOpperClient("opper");
        builder.AddKeyedOpperClient("opper");
        builder.AddOpperClient("opper");
        using var host = builder.Build();
        await host.StartAsync();

        await host.Services.GetRequiredService<OpperClient>().CallAsync<string>("greet", input: "Ann");
        host.Services.GetRequiredService<MeterProvider>().ForceFlush();

        Assert.That(activities.Count(activity => activity.Source.Name == OpperDiagnostics.ActivitySourceName), Is.EqualTo(disabled ? 0 : 1));
        Assert.That(metrics.Select(metric => metric.Name), disabled ? Is.Empty : Has.One.EqualTo("gen_ai.client.operation.duration"));
        var checks = host.Services.GetService<IOptions<HealthCheckServiceOptions>>()?.Value.Registrations.Select(check => check.Name) ?? [];
        Assert.That(checks, Is.EquivalentTo(disabled ? Array.Empty<string>() : ["Opper", "Opper_opper"]));
    }

    [Test]
    public async Task Without_a_key_the_host_fails_to_start_with_the_reason()
    {
        var builder = Builder(("ConnectionStrings:opper", "https://api.example"));
        builder.AddOpperClient("opper", configureOptions: options => options.ApiKey = " ");
        using var host = builder.Build();

        Assert.That((await Assert.CatchAsync<OptionsValidationException>(() => host.StartAsync()))!.Message, Does.Contain("ApiKey"));
    }

    private static HostApplicationBuilder Builder(params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value)));
        return builder;
    }

    private static OpperClientOptions OptionsOf(HostApplicationBuilder builder)
    {
        using var host = builder.Build();
        return host.Services.GetRequiredService<IOptionsMonitor<OpperClientOptions>>().Get("Opper");
    }

    private sealed class Collected<T>(List<T> items) : BaseExporter<T>
        where T : class
    {
        public override ExportResult Export(in Batch<T> batch)
        {
            foreach (var item in batch)
            {
                items.Add(item);
            }

            return ExportResult.Success;
        }
    }
}
