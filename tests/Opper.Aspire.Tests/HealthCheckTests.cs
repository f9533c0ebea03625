using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Opper.Emulator;

namespace Opper.Aspire.Tests;

/// <summary>The request of the health check, and its result.</summary>
public sealed class HealthCheckTests
{
    private OpperEmulator _emulator = null!;

    [SetUp]
    public async Task StartAsync() => _emulator = await OpperEmulator.StartAsync(options => options.ApiKey = "the-right-key");

    [TearDown]
    public async Task StopAsync() => await _emulator.DisposeAsync();

    [Test]
    public async Task The_check_sends_one_request_and_records_no_trace()
    {
        var entry = await CheckAsync(checks => checks.AddOpper());

        Assert.That(entry.Status, Is.EqualTo(HealthStatus.Healthy));
        Assert.That(_emulator.Requests.Select(request => (request.Method, request.Path)), Is.EqualTo(new[] { ("GET", "/v2/functions") }));
        Assert.That((await _emulator.CreateClient().Traces.ListAsync()).Data, Is.Empty);
    }

    [TestCase(401, HealthStatus.Unhealthy)]
    [TestCase(403, HealthStatus.Unhealthy)]
    [TestCase(429, HealthStatus.Degraded)]
    [TestCase(500, HealthStatus.Unhealthy)]
    [TestCase(503, HealthStatus.Unhealthy)]
    public async Task A_failed_check_is_not_retried(int status, HealthStatus expected)
    {
        _emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.Status, StatusCode = status });

        var entry = await CheckAsync(checks => checks.AddOpper());

        Assert.That(entry.Status, Is.EqualTo(expected));
        Assert.That(entry.Description, Does.Contain($"failed with {status}").And.Not.Contain("the-right-key"));
        Assert.That(_emulator.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_wrong_key_and_an_unreachable_server_report_the_configured_failure_status()
    {
        var refused = await CheckAsync(checks => checks.AddOpper(failureStatus: HealthStatus.Degraded), options => options.ApiKey = "a-wrong-key");
        var gone = await CheckAsync(checks => checks.AddOpper(), options => options.BaseUrl = "http://127.0.0.1:1");

        Assert.That((refused.Status, gone.Status), Is.EqualTo((HealthStatus.Degraded, HealthStatus.Unhealthy)));
        Assert.That(refused.Description, Does.Contain("401"));
        Assert.That($"{refused.Description} {refused.Exception} {gone.Description} {gone.Exception}",
            Does.Not.Contain("a-wrong-key").And.Not.Contain("the-right-key"));
    }

    [Test]
    public async Task A_check_of_an_unresponsive_server_times_out()
    {
        _emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.StalledHeaders });

        var entry = await CheckAsync(checks => checks.AddOpper(timeout: TimeSpan.FromMilliseconds(200)));

        Assert.That(entry.Status, Is.EqualTo(HealthStatus.Unhealthy));
    }

    [Test]
    public async Task The_application_can_choose_name_tags_and_client_of_the_check()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddKeyedOpper("eu", options => (options.ApiKey, options.BaseUrl) = ("the-right-key", _emulator.BaseAddress.ToString()));
        services.AddHealthChecks().AddOpper(static provider => provider.GetRequiredKeyedService<OpperClient>("eu"), name: "opper-eu", tags: ["ready"]);
        await using var provider = services.BuildServiceProvider();

        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(static check => check.Tags.Contains("ready"));

        Assert.That((report.Status, report.Entries.Keys.Single()), Is.EqualTo((HealthStatus.Healthy, "opper-eu")));
    }

    private async Task<HealthReportEntry> CheckAsync(Action<IHealthChecksBuilder> add, Action<OpperClientOptions>? configure = null)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddOpper(options =>
        {
            (options.ApiKey, options.BaseUrl) = (_emulator.ApiKey, _emulator.BaseAddress.ToString());
            configure?.Invoke(options);
        });
        add(services.AddHealthChecks());
        await using var provider = services.BuildServiceProvider();
        return (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["opper"];
    }
}
