using System.Net;
using System.Text;
using Opper.Emulator;

namespace Opper.Integration;

/// <summary>What the client reports for each fault of the emulator.</summary>
public sealed class FaultTests : EmulatorFixture
{
    [TestCase(400, typeof(OpperBadRequestException))]
    [TestCase(401, typeof(OpperAuthenticationException))]
    [TestCase(404, typeof(OpperNotFoundException))]
    [TestCase(409, typeof(OpperConflictException))]
    [TestCase(429, typeof(OpperRateLimitException))]
    [TestCase(500, typeof(OpperServerException))]
    [TestCase(503, typeof(OpperServerException))]
    public async Task A_status_fault_throws_the_exception_of_that_status(int status, Type expected)
    {
        Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.Status, StatusCode = status });

        var exception = await Assert.CatchAsync<OpperApiException>(() => Client.Models.ListAsync());

        Assert.That(exception, Is.TypeOf(expected));
        Assert.That((int)exception!.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task A_Retry_After_beyond_the_limit_is_in_the_exception()
    {
        Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.Status, StatusCode = 429, RetryAfter = TimeSpan.FromMinutes(10) });
        var patient = Emulator.CreateClient(options => options.MaxRetries = 3);

        var exception = await Assert.CatchAsync<OpperRateLimitException>(() => patient.Models.ListAsync());

        Assert.That((exception!.RetryAfter, exception.Attempts), Is.EqualTo(((TimeSpan?)TimeSpan.FromMinutes(10), 1)));
    }

    [Test]
    public async Task Retries_succeed_after_a_fault_for_two_requests()
    {
        Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.Status, Operation = "Models_List", Times = 2 });
        var patient = Emulator.CreateClient(options => options.RetryBaseDelay = TimeSpan.FromMilliseconds(1));

        var models = await patient.Models.ListAsync();

        Assert.That(models.Data, Is.Not.Empty);
        Assert.That(Emulator.Requests.Select(request => (request.StatusCode, request.Fault)),
            Is.EqualTo(new[] { (503, (string?)"status"), (503, "status"), (200, null) }));
    }

    [Test]
    public async Task Latency_beyond_the_timeout_is_a_timeout()
    {
        Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.Latency, Delay = TimeSpan.FromMinutes(1) });
        var hasty = Client.WithOptions(options => options.AttemptTimeout = TimeSpan.FromMilliseconds(200));

        var exception = await Assert.CatchAsync<OpperTimeoutException>(() => hasty.Models.ListAsync());

        Assert.That(exception!.Kind, Is.EqualTo(OpperTimeoutKind.Attempt));
    }

    [Test]
    public async Task Latency_within_the_timeout_is_tolerated()
    {
        Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.Latency, Delay = TimeSpan.FromMilliseconds(30) });

        Assert.That((await Client.Models.ListAsync()).Data, Is.Not.Empty);
    }

    [TestCase(EmulatorFaultKind.StalledHeaders)]
    [TestCase(EmulatorFaultKind.StalledBody)]
    public async Task A_stalled_response_is_a_timeout(EmulatorFaultKind kind)
    {
        Emulator.AddFault(new EmulatorFault { Kind = kind });
        var hasty = Client.WithOptions(options => options.AttemptTimeout = TimeSpan.FromMilliseconds(300));

        var exception = await Assert.CatchAsync<OpperTimeoutException>(() => hasty.Models.ListAsync());

        Assert.That(exception!.Kind, Is.EqualTo(OpperTimeoutKind.Attempt));
    }

    [Test]
    public async Task A_stalled_stream_is_an_idle_timeout_after_its_first_events()
    {
        Emulator.OnCall("story").Streams("Once ", "upon ", "a ", "time");
        Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.StalledBody, Operation = "Calls_Stream" });
        var hasty = Client.WithOptions(options => options.StreamIdleTimeout = TimeSpan.FromSeconds(2));

        var (text, exception) = await ReadAsync(hasty);

        Assert.That(text, Is.EqualTo("Once "));
        Assert.That(exception, Is.TypeOf<OpperTimeoutException>().With.Property("Kind").EqualTo(OpperTimeoutKind.StreamIdle));
    }

    [Test]
    public async Task A_reset_connection_is_a_connection_failure()
    {
        Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.ConnectionReset });

        await Assert.CatchAsync<OpperConnectionException>(() => Client.Models.ListAsync());
    }

    [Test]
    public async Task A_truncated_response_is_a_connection_failure()
    {
        Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.CutBody });

        await Assert.CatchAsync<OpperConnectionException>(() => Client.Models.ListAsync());
    }

    [Test]
    public async Task A_truncated_stream_is_reported_and_a_complete_one_is_not()
    {
        Emulator.OnCall("story").Streams("Once ", "upon ", "a ", "time");
        Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.CutBody, Operation = "Calls_Stream" });

        var (text, exception) = await ReadAsync(Client);

        Assert.That(text, Is.EqualTo("Once "));
        Assert.That(exception, Is.TypeOf<OpperStreamException>().With.Property("IsTruncated").True);
    }

    [TestCase(EmulatorFaultKind.MalformedJson)]
    [TestCase(EmulatorFaultKind.WrongContentType)]
    public async Task A_response_that_is_not_JSON_is_a_serialization_error_with_the_raw_text(EmulatorFaultKind kind)
    {
        Emulator.AddFault(new EmulatorFault { Kind = kind });

        var exception = await Assert.CatchAsync<OpperSerializationException>(() => Client.Models.ListAsync());

        Assert.That(exception!.RawBody, Does.StartWith(kind == EmulatorFaultKind.MalformedJson ? "{\"id\"" : "<html>"));
    }

    [TestCase(EmulatorFaultKind.MalformedJson)]
    [TestCase(EmulatorFaultKind.WrongContentType)]
    public async Task A_response_that_is_not_a_stream_fails(EmulatorFaultKind kind)
    {
        Emulator.AddFault(new EmulatorFault { Kind = kind });

        var (text, exception) = await ReadAsync(Client);

        Assert.That(text, Is.Empty);
        Assert.That(exception, Is.InstanceOf<OpperException>());
    }

    [Test]
    public async Task A_probability_with_a_seed_selects_the_same_requests()
    {
        async Task<string> RunAsync()
        {
            using var fault = Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.Status, Probability = 0.5, Seed = 7 });
            var hits = new StringBuilder();
            for (var i = 0; i < 40; i++)
            {
                try
                {
                    await Client.Models.ListAsync();
                    hits.Append('.');
                }
                catch (OpperServerException)
                {
                    hits.Append('x');
                }
            }

            return hits.ToString();
        }

        var first = await RunAsync();

        Assert.That(first, Does.Contain("x").And.Contain("."));
        Assert.That(await RunAsync(), Is.EqualTo(first));
    }

    [Test]
    public async Task Faults_can_be_added_and_removed_over_HTTP()
    {
        using var http = new HttpClient { BaseAddress = Emulator.BaseAddress };
        using var fault = new StringContent("""{"kind":"status","status":418,"operation":"Models_List","times":5}""", Encoding.UTF8, "application/json");
        using var typo = new StringContent("""{"kind":"status","operations":"Models_List"}""", Encoding.UTF8, "application/json");

        using var added = await http.PostAsync("/_emulator/faults", fault);
        using var refused = await http.PostAsync("/_emulator/faults", typo);
        var failure = await Assert.CatchAsync<OpperApiException>(() => Client.Models.ListAsync());
        var listed = JArray.Parse(await http.GetStringAsync("/_emulator/faults"));
        using var ended = await http.DeleteAsync("/_emulator/faults");

        Assert.That((added.StatusCode, (int)refused.StatusCode, ended.StatusCode), Is.EqualTo((HttpStatusCode.Created, 422, HttpStatusCode.NoContent)));
        Assert.That((int)failure!.StatusCode, Is.EqualTo(418));
        Assert.That((int)listed.Single()["hits"]!, Is.EqualTo(1));
        Assert.That((await Client.Models.ListAsync()).Data, Is.Not.Empty);
    }

    [Test]
    public void An_invalid_fault_is_rejected_by_name()
    {
        Assert.That(() => Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.Status, Operation = "Nothing_Known" }),
            Throws.ArgumentException.With.Message.Contains("Operation"));
        Assert.That(() => Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.Status, Probability = 2 }),
            Throws.ArgumentException.With.Message.Contains("Probability"));
    }

    private static async Task<(string Text, Exception? Failure)> ReadAsync(OpperClient opper)
    {
        var text = new StringBuilder();
        try
        {
            await foreach (var piece in opper.StreamTextAsync("story"))
            {
                text.Append(piece);
            }

            return (text.ToString(), null);
        }
        catch (OpperException exception)
        {
            return (text.ToString(), exception);
        }
    }
}
