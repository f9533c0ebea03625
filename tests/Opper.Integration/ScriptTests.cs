using Opper.Emulator;

namespace Opper.Integration;

/// <summary>Outputs that a test scripts.</summary>
[TestFixture(OpperSurface.TaskCalls)]
[TestFixture(OpperSurface.Compat)]
public sealed class ScriptTests(OpperSurface surface) : EmulatorFixture(surface)
{
    [Test]
    public async Task Scripted_outputs_are_returned_in_sequence_and_the_last_one_repeats()
    {
        Emulator.OnCall("n").Throws(503).Returns("one").Returns("two");

        await Assert.CatchAsync<OpperServerException>(() => AskAsync("n"));
        var answers = new[] { await AskAsync("n"), await AskAsync("n"), await AskAsync("n") };

        Assert.That(answers, Is.EqualTo(new[] { "one", "two", "two" }));
    }

    [Test]
    public async Task A_condition_selects_calls_and_others_fall_through_to_the_earlier_script()
    {
        Emulator.OnCall("n").Returns("any");
        Emulator.OnCall("n").When(call => call.InputText.Contains("password", StringComparison.Ordinal)).Returns("it");

        Assert.That((await AskAsync("n", "my password"), await AskAsync("n", "my chair")), Is.EqualTo(("it", "any")));
    }

    [Test]
    public async Task A_later_script_replaces_an_earlier_one()
    {
        Emulator.OnCall("n").Returns("old");
        Emulator.OnCall("n").Returns("new");

        Assert.That(await AskAsync("n"), Is.EqualTo("new"));
    }

    [Test]
    public async Task A_scripted_output_can_be_computed_from_the_call()
    {
        Emulator.OnCall("sum").Returns(call => new { Sum = call.InputAs<int[]>()!.Sum(), call.Model, Env = call.Tags["env"] });

        var answer = await Client.CallAsync<Summed>(new CallRequest { Name = "sum", Input = new[] { 1, 2, 3 }, Model = "openai/gpt-4o",
            Tags = new Dictionary<string, string> { ["env"] = "test" } });

        Assert.That(answer.Value, Is.EqualTo(new Summed(6, "openai/gpt-4o", "test")));
    }

    [Test]
    public async Task Deltas_are_streamed_as_scripted()
    {
        Emulator.OnCall("story").Streams("On", "ce ", "upon");
        var pieces = new List<string>();
        await foreach (var piece in Client.StreamTextAsync("story"))
        {
            pieces.Add(piece);
        }

        Assert.That(pieces, Is.EqualTo(new[] { "On", "ce ", "upon" }));
        Assert.That(await AskAsync("story"), Is.EqualTo("Once upon"));
    }

    [Test]
    public async Task An_error_within_a_stream_is_reported_and_recorded_in_the_trace()
    {
        Emulator.OnCall("story").StreamsThenFails(["Once "], "UpstreamError", "The model went away");
        var text = string.Empty;

        var failure = await Assert.CatchAsync<OpperStreamException>(async () =>
        {
            await foreach (var piece in Client.StreamTextAsync("story"))
            {
                text += piece;
            }
        });

        Assert.That((text, failure!.ErrorType, failure.ErrorMessage), Is.EqualTo(("Once ", "UpstreamError", "The model went away")));
        Assert.That((await Client.Spans.GetAsync(failure.SpanId!)).Error, Is.EqualTo("The model went away"));
        await Assert.CatchAsync<OpperServerException>(() => AskAsync("story"));
    }

    [Test]
    public async Task A_rejected_call_creates_a_trace_with_the_error()
    {
        Emulator.OnCall("n").Throws(429, "Too many of them");

        await Assert.CatchAsync<OpperRateLimitException>(() => AskAsync("n"));

        var trace = (await Client.Traces.ListAsync()).Data.Single();
        Assert.That((trace.Name, trace.Status), Is.EqualTo(("n", "error")));
        Assert.That((await Client.Traces.GetAsync(trace.Id)).Spans!.Single().Error, Is.EqualTo("Too many of them"));
    }

    [Test]
    public async Task A_model_that_fails_falls_back_to_the_next()
    {
        Emulator.OnCall("n").Returns("from the second");
        Emulator.OnCall("n").When(call => call.Model == "openai/gpt-4o").Throws(503);

        var answer = await Client.CallAsync<string>(new CallRequest { Name = "n", Model = new[] { "openai/gpt-4o", "mistral/mistral-small" } });

        Assert.That(answer.Value, Is.EqualTo("from the second"));
        var trace = await Client.Traces.GetAsync((await Client.Spans.GetAsync(answer.SpanId)).TraceId!);
        Assert.That(trace.Spans!.Single().Data!.Model, Is.EqualTo("mistral/mistral-small"));
    }

    private async Task<string> AskAsync(string name, string? input = null) => (await Client.CallAsync<string>(name, input: input)).Value;

    private sealed record Summed(int Sum, string Model, string Env);
}
