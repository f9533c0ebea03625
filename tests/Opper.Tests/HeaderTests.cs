using System.Diagnostics;
using Opper.Knowledge;

namespace Opper.Tests;

/// <summary>HTTP headers must be printable ASCII; other values are rejected before sending, and not retried.</summary>
public sealed class HeaderTests
{
    private static readonly string[] Unsendable = ["Müller-App", "a\r\nb: c", "a\0b", "日本", "a\u0001b", "a\u007Fb", "\u2028"];

    [TestCaseSource(nameof(Unsendable))]
    public void An_invalid_header_value_is_rejected_when_the_client_is_created(string value)
    {
        Assert.That(Assert.Catch<ArgumentException>(() => _ = new OpperClient("key", new OpperClientOptions { ApplicationName = value })),
            Has.Message.Contain("ApplicationName").And.Message.Not.Contain(value));
        Assert.That(Assert.Catch<ArgumentException>(() => _ = new OpperClient("key", new OpperClientOptions { DefaultHeaders = { ["x-name"] = value } })),
            Has.Message.Contain("x-name").And.Message.Not.Contain(value));
    }

    [TestCaseSource(nameof(Unsendable))]
    public async Task An_invalid_header_value_is_rejected_before_the_call_is_sent(string value)
    {
        using var client = TestClient.Answering("{}");
        Assert.That(await Failure(() => client.Opper.CallAsync("a", options: new RequestOptions { Headers = { ["x-name"] = value } })),
            Has.Message.Contain("x-name").And.Message.Not.Contain(value));
        Assert.That(await Failure(() => client.Opper.Knowledge.UploadFileAsync("k", new byte[1], "a.txt", new UploadFileOptions { ContentType = value })),
            Has.Message.Contain("ContentType"));
        Assert.That(client.Sent, Is.Empty);
    }

    [TestCase("größe")]
    [TestCase("a b")]
    [TestCase("a:")]
    [TestCase("a\r\nb")]
    [TestCase("")]
    [TestCase("Content-Type")]
    public async Task An_invalid_header_name_is_rejected(string name)
    {
        using var client = TestClient.Answering("{}");
        Assert.That(Assert.Catch<ArgumentException>(() => _ = new OpperClient("key", new OpperClientOptions { DefaultHeaders = { [name] = "1" } })),
            Has.Message.Contain($"'{name}'"));
        Assert.That(await Failure(() => client.Opper.CallAsync("a", options: new RequestOptions { Headers = { [name] = "1" } })),
            Has.Message.Contain($"'{name}'"));
        Assert.That(client.Sent, Is.Empty);
    }

    [Test]
    public async Task A_trace_state_that_is_not_a_valid_header_is_not_sent()
    {
        using var client = TestClient.Answering("{}");
        using var activity = new Activity("work").SetIdFormat(ActivityIdFormat.W3C).Start();
        activity.TraceStateString = "vendor=ü";

        await client.Opper.CallAsync("a");

        Assert.That(client.Sent.Single().Headers.Keys, Does.Contain("traceparent").And.Not.Contain("tracestate"));
    }

    [Test]
    public void The_base_address_can_be_set_as_a_Uri_or_a_string()
    {
        var address = new Uri("https://opper.example.test/base");
        var options = new OpperClientOptions { ApiKey = "k", BaseAddress = address };

        Assert.That((options.BaseUrl, options.BaseAddress), Is.EqualTo(("https://opper.example.test/base", address)));
        Assert.That(new OpperClient(options).BaseAddress, Is.EqualTo(new Uri("https://opper.example.test/base/")));
        Assert.That(new OpperClientOptions { BaseUrl = "https://opper.example.test/base" }.BaseAddress, Is.EqualTo(address));
        Assert.That(Assert.Catch<ArgumentException>(() =>
            _ = new OpperClient(new OpperClientOptions { ApiKey = "k", BaseAddress = new Uri("relative", UriKind.Relative) })), Has.Message.Contain("BaseUrl"));
    }

    private static async Task<ArgumentException?> Failure(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (ArgumentException exception)
        {
            return exception;
        }
    }
}
