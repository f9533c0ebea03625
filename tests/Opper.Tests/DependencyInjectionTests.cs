using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RichardSzalay.MockHttp;

namespace Opper.Tests;

/// <summary>AddOpper: binding, validation at startup, several keys, and independent retries.</summary>
public sealed class DependencyInjectionTests
{
    private const string Empty = """{"meta": {"total_count": 0}, "data": []}""";

    [Test]
    public async Task A_client_can_be_created_from_configuration()
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
        mock.Expect("https://bound.example.test/v2/models").WithHeaders("Authorization", "Bearer bound-key").WithHeaders("X-Tenant",
            "t1").Respond(_ => TestClient.Response(Empty));
        var services = new ServiceCollection();
        services.AddOpper(configuration.GetSection("Opper")).ConfigurePrimaryHttpMessageHandler(() => mock);
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<OpperClient>().Models.ListAsync();

        mock.VerifyNoOutstandingExpectation();
        Assert.That(provider.GetRequiredService<OpperClient>(), Is.SameAs(provider.GetRequiredService<OpperClient>()));
    }

    [Test]
    public async Task Keyed_clients_have_their_own_settings()
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
    public void Settings_are_validated_at_startup()
    {
        var services = new ServiceCollection();
        services.AddOpper(options => options.ApiKey = " ");
        using var provider = services.BuildServiceProvider();

        var validator = provider.GetRequiredService<IStartupValidator>();

        Assert.That(validator.Validate, Throws.TypeOf<OptionsValidationException>().With.Message.Contain("ApiKey"));
    }

    [Test]
    public async Task A_resilience_handler_for_all_clients_does_not_affect_the_Opper_client()
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

    [Test]
    public async Task The_key_and_the_prompt_are_not_logged_at_any_level()
    {
        var log = new TestLog();
        var services = new ServiceCollection();
        services.AddLogging(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        services.AddOpper(options =>
        {
            options.ApiKey = TestClient.Key;
            options.BaseUrl = "https://x.example.test";
        }).ConfigurePrimaryHttpMessageHandler(() => Capture(_ => TestClient.Response("""{"span_id": "s", "message": "m"}""")));
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<OpperClient>().CallAsync(new CallRequest { Name = "n", Input = "my secret prompt" });

        Assert.That(log.Lines, Is.Not.Empty, "the host does log the request");
        Assert.That(string.Join("\n", log.Lines), Does.Not.Contain(TestClient.Key).And.Not.Contain("secret prompt"));
    }

    private sealed class TestLog : ILoggerProvider, ILogger
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull =>
            null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception) + (state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(";", pairs) : string.Empty));

        public void Dispose()
        {
        }
    }

    private static MockHttpMessageHandler Capture(Func<HttpRequestMessage, HttpResponseMessage> respond)
    {
        var mock = new MockHttpMessageHandler();
        mock.When("*").Respond(respond);
        return mock;
    }
}
