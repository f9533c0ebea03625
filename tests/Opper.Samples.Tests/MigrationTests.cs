using Opper.Samples.Migration;

namespace Opper.Samples.Tests;

public sealed class MigrationTests : SampleFixture
{
    [Test]
    public async Task Code_before_and_after_the_migration_gives_the_same_results()
    {
        await Comparison.RunAsync(Connection, Output);

        const string Invoice = "Invoice { Number = A-17, Total = 120.5 }";
        Assert.That(Lines, Is.EqualTo(new[] { $"HttpClient: {Invoice}", $"Opper:      {Invoice}", "the same", $"OpenAI SDK: {Invoice}",
            $"Opper:      {Invoice}", "the same" }));
    }

    [Test]
    public async Task Code_before_and_after_the_migration_calls_the_same_operations()
    {
        await Comparison.RunAsync(Connection, Output);

        Assert.That(Emulator.Requests.Select(request => request.Path),
            Is.EqualTo(new[] { "/v2/call", "/v2/call", "/v2/openai/chat/completions", "/v2/openai/chat/completions" }));
    }
}
