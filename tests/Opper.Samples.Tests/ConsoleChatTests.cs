using Opper.Samples.ConsoleChat;

namespace Opper.Samples.Tests;

public sealed class ConsoleChatTests : SampleFixture
{
    [Test]
    public async Task Each_line_gets_a_reply_and_an_empty_line_ends_the_chat()
    {
        Emulator.OnChat().Streams("Hello ", "Ann!").Streams("It is ", "sunny.");

        await Conversation.RunAsync(Connection.CreateClient(), new StringReader("I am Ann\nHow is the weather?\n\nnot asked"), Output);

        Assert.That(Lines, Is.EqualTo(new[] { "> Hello Ann!", "> It is sunny.", "> " }));
    }

    [Test]
    public async Task The_chat_sends_the_earlier_messages()
    {
        Emulator.OnChat().Streams("Hello Ann!").Streams("Ann.");

        await Conversation.RunAsync(Connection.CreateClient(), new StringReader("I am Ann\nWho am I?"), Output);

        Assert.That(Emulator.Requests[^1].Body, Does.Contain("I am Ann").And.Contain("Hello Ann!").And.Contain("Who am I?"));
    }

    [Test]
    public async Task A_failure_is_shown_and_the_chat_continues_without_the_failed_message()
    {
        Emulator.OnChat().Throws(400, "No such model").Streams("Hello!");

        await Conversation.RunAsync(Connection.CreateClient(), new StringReader("First\nSecond"), Output);

        Assert.That(Lines[0], Does.StartWith("> (").And.Contain("400"));
        Assert.That(Lines[1], Is.EqualTo("> Hello!"));
        Assert.That(Emulator.Requests[^1].Body, Does.Contain("Second").And.Not.Contain("First"));
    }
}
