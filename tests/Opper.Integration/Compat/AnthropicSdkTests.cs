using System.Text.Json;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;

namespace Opper.Integration.Compat;

/// <summary>The official Anthropic SDK for .NET, unmodified, against the messages endpoint of the emulator: only base URL and key differ.</summary>
public sealed class AnthropicSdkTests : EmulatorFixture
{
    private static readonly Tool Weather = new()
    {
        Name = "get_weather",
        Description = "Tells the weather of a city.",
        InputSchema = new InputSchema { Properties = new Dictionary<string, JsonElement> { ["city"] = JsonElement.Parse("""{"type":"string"}""") },
            Required = ["city"] },
    };

    [Test]
    public async Task A_message_gets_a_response_and_creates_a_span()
    {
        var message = await Anthropic().Messages.Create(Ask("Hello there"));

        Assert.That(message.Content[0].TryPickText(out var text), Is.True);
        Assert.That(text!.Text, Does.Contain("no language model").And.Contain("Hello there"));
        Assert.That((message.StopReason!.Value(), message.Usage.OutputTokens > 0), Is.EqualTo((StopReason.EndTurn, true)));
        var trace = (await Client.Traces.ListAsync()).Data.Single();
        Assert.That((await Client.Traces.GetAsync(trace.Id)).Spans!.Single().Data!.Model, Is.EqualTo("anthropic/claude-sonnet-4"));
    }

    [Test]
    public async Task A_stream_has_the_text_and_its_stop_reason()
    {
        Emulator.OnChat().Returns("Once upon a time there was a fox.");
        var text = string.Empty;
        StopReason? reason = null;

        await foreach (var update in Anthropic().Messages.CreateStreaming(Ask("Tell a story")))
        {
            if (update.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var piece))
            {
                text += piece.Text;
            }

            reason = update.TryPickDelta(out var last) ? last.Delta.StopReason?.Value() : reason;
        }

        Assert.That((text, reason), Is.EqualTo(("Once upon a time there was a fox.", (StopReason?)StopReason.EndTurn)));
    }

    [Test]
    public async Task A_tool_is_called_with_arguments_from_the_message_and_its_result_is_reported()
    {
        var asked = await Anthropic().Messages.Create(Ask("What is the weather like?\nCity: Oslo") with { Tools = [Weather] });

        Assert.That(asked.Content[0].TryPickToolUse(out var use), Is.True);
        Assert.That((use!.Name, use.Input["city"].GetString(), asked.StopReason!.Value()), Is.EqualTo(("get_weather", "Oslo", StopReason.ToolUse)));

        var told = await Anthropic().Messages.Create(Ask("What is the weather like?\nCity: Oslo") with
        {
            Tools = [Weather],
            Messages =
            [
                new UserMessageParam("What is the weather like?\nCity: Oslo"),
                new AssistantMessageParam(new List<ContentBlockParam> { new ToolUseBlockParam { ID = use.ID, Name = use.Name, Input = use.Input } }),
                new UserMessageParam(new List<ContentBlockParam> { new ToolResultBlockParam { ToolUseID = use.ID, Content = "Snow, minus 4" } }),
            ],
        });
        Assert.That(told.Content[0].TryPickText(out var text), Is.True);
        Assert.That(text!.Text, Does.Contain("get_weather gave: Snow, minus 4"));
    }

    [Test]
    public async Task Errors_are_exceptions_of_the_SDK()
    {
        Emulator.OnChat().Throws(429);

        await Assert.CatchAsync<AnthropicRateLimitException>(() => Anthropic().Messages.Create(Ask("hi")));
        await Assert.CatchAsync<AnthropicBadRequestException>(() => Anthropic().Messages.Create(Ask("hi") with { Model = "no-such-model" }));
    }

    private AnthropicClient Anthropic() => new() { ApiKey = "any", BaseUrl = new Uri(Emulator.BaseAddress, "v3/compat").AbsoluteUri, MaxRetries = 0 };

    private static MessageCreateParams Ask(string text) => new()
    {
        Model = "anthropic/claude-sonnet-4",
        MaxTokens = 1024,
        System = "Be brief.",
        Messages = [new UserMessageParam(text)],
    };
}
