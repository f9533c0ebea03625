using System.IO.Pipelines;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using RichardSzalay.MockHttp;

namespace Opper.Tests;

/// <summary>StreamIdleTimeout measures the wait for the server's bytes, and nothing else.</summary>
public sealed class StreamClockTests
{
    private static readonly CallRequest Request = new() { Name = "greet", Input = "Ann" };

    // Larger than what one read takes, so that the reader goes back to the stream between the events.
    private static readonly string Event = $"data: {{\"delta\": \"{new string('x', 5000)}\"}}\n\n";

    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task Hours_spent_on_received_events_do_not_count_as_idle_time()
    {
        using var client = TestClient.Streaming(string.Concat(Enumerable.Repeat(Event, 20)), options => options.TimeProvider = _time);
        var events = 0;

        await foreach (var _ in client.Opper.StreamAsync(Request))
        {
            events++;
            _time.Advance(TimeSpan.FromHours(3));
        }

        Assert.That(events, Is.EqualTo(20));
    }

    [Test]
    public async Task Hours_in_the_readers_code_do_not_count_as_idle_time()
    {
        var server = new Pipe();
        using var client = Client(server);
        await using var events = client.Opper.StreamAsync(Request).GetAsyncEnumerator();
        for (var i = 0; i < 5; i++)
        {
            var next = events.MoveNextAsync();
            Assert.That(next.IsCompleted, Is.False, "nothing has come yet");
            _time.Advance(TimeSpan.FromSeconds(119));
            await server.Writer.WriteAsync(Encoding.UTF8.GetBytes(Event));
            Assert.That(await next, Is.True);
            _time.Advance(TimeSpan.FromHours(3));
        }
    }

    [Test]
    public async Task A_server_that_sends_nothing_for_too_long_is_an_idle_timeout()
    {
        var server = new Pipe();
        using var client = Client(server);
        await using var events = client.Opper.StreamAsync(Request).GetAsyncEnumerator();
        await server.Writer.WriteAsync(Encoding.UTF8.GetBytes(Event));
        await events.MoveNextAsync();
        _time.Advance(TimeSpan.FromHours(3));
        var next = events.MoveNextAsync().AsTask();

        _time.Advance(TimeSpan.FromSeconds(119));
        Assert.That(next.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.That((await Assert.CatchAsync<OpperTimeoutException>(() => next))!.Kind, Is.EqualTo(OpperTimeoutKind.StreamIdle));
    }

    private TestClient Client(Pipe server)
    {
        var client = new TestClient(options => options.TimeProvider = _time);
        client.Mock.When("*").Respond(_ =>
        {
            var response = new HttpResponseMessage { Content = new StreamContent(server.Reader.AsStream()) };
            response.Content.Headers.TryAddWithoutValidation("Content-Type", "text/event-stream");
            return response;
        });
        return client;
    }
}
