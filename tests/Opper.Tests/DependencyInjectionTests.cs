using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RichardSzalay.MockHttp;

namespace Opper.Tests;

/// <summary>AddOpper: binding, checks at start, several keys, and retries that stay the client's own.</summary>
public sealed class DependencyInjectionTests
{
    private const string Empty = """{"meta": {"total_count": 0}, "data": []}""";

    [Test]
    public async Task A_client_is_made_from_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Opper:ApiKey"] = "bound-key",
            ["Opper:BaseUrl"] = "https://bound.example.test",
            ["Opper:MaxRetries"] = "0",
            ["Opper:AttemptTimeout"] = "00:00:30",
            ["Opper:DefaultHeaders:X-Tenant"] = "t1",
        }).Build();
        using var mock = new MockHttpMessageHandler();
        mock.Expect("https://bound.example.test/v2/models").WithHeaders("Authorization", "Bearer bound-key").WithHeaders("X-Tenant", "t1").Respond(_ => TestClient.Response(Empty));
        var services = new ServiceCollection();
        services.AddOpper(configuration.GetSection("Opper")).ConfigurePrimaryHttpMessageHandler(() => mock);
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<OpperClient>().Models.ListAsync();

        mock.VerifyNoOutstandingExpectation();
        Assert.That(provider.GetRequiredService<OpperClient>(), Is.SameAs(provider.GetRequiredService<OpperClient>()));
    }

    [Test]
    public async Task Keyed_clients_have_settings_of_their_own()
    {
        var seen = new List<string>();
        var services = new ServiceCollection();
        foreach (var name in new[] { "eu", "us" })
        {
            services.AddKeyedOpper(name, options =>
            {
                options.ApiKey = "key-" + name;
                options.BaseUrl = $"https://{name}.example.test";
            }).ConfigurePrimaryHttpMessageHandler(() => Capture(request =>
            {
                seen.Add(request.RequestUri!.Host + " " + request.Headers.Authorization);
                return TestClient.Response(Empty);
            }));
        }

        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredKeyedService<OpperClient>("us").Models.ListAsync();
        await provider.GetRequiredKeyedService<OpperClient>("eu").Models.ListAsync();

        Assert.That(seen, Is.EqualTo(new[] { "us.example.test Bearer key-us", "eu.example.test Bearer key-eu" }));
    }

    [Test]
    public void Settings_are_checked_at_start()
    {
        var services = new ServiceCollection();
        services.AddOpper(options => options.ApiKey = " ");
        using var provider = services.BuildServiceProvider();

        var validator = provider.GetRequiredService<IStartupValidator>();

        Assert.That(validator.Validate, Throws.TypeOf<OptionsValidationException>().With.Message.Contain("ApiKey"));
    }

    [Test]
    public async Task A_resilience_handler_set_for_all_clients_does_not_change_this_one()
    {
        var attempts = 0;
        var services = new ServiceCollection();
        services.ConfigureHttpClientDefaults(builder => builder.AddStandardResilienceHandler(options => options.Retry.Delay = TimeSpan.FromMilliseconds(1)));
        services.AddOpper(options =>
        {
            options.ApiKey = "k";
            options.BaseUrl = "https://x.example.test";
            options.MaxRetries = 1;
            options.RetryBaseDelay = TimeSpan.Zero;
        }).ConfigurePrimaryHttpMessageHandler(() => Capture(_ =>
        {
            attempts++;
            return TestClient.Response("{}", 500);
        }));
        await using var provider = services.BuildServiceProvider();

        await Assert.CatchAsync<OpperServerException>(() => provider.GetRequiredService<OpperClient>().Models.ListAsync());

        Assert.That(attempts, Is.EqualTo(2), "one attempt and one retry of the client's own");
    }

    private static MockHttpMessageHandler Capture(Func<HttpRequestMessage, HttpResponseMessage> respond)
    {
        var mock = new MockHttpMessageHandler();
        mock.When("*").Respond(respond);
        return mock;
    }
}
