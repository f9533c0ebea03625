namespace Opper.Analyzers.Tests;

/// <summary>Task calls without a surface are reported.</summary>
public sealed class TaskCallTests
{
    [TestCase("await {|OPPER005:client.CallAsync<int>(\"n\")|};")]
    [TestCase("await {|OPPER005:client.CallAsync(given)|};")]
    [TestCase("await {|OPPER005:client.Calls.CallAsync<int>(given, new RequestOptions { MaxRetries = 1 })|};")]
    [TestCase("return {|OPPER005:client.StreamAsync<int>(\"n\")|};")]
    [TestCase("return {|OPPER005:client.StreamTextAsync(\"n\")|};")]
    public Task A_task_call_without_a_surface_is_reported(string statement) => Verify.StatementsAsync<TaskCallAnalyzer>(statement);

    [TestCase("await client.CallAsync<int>(given, new RequestOptions { Surface = OpperSurface.Compat });")]
    [TestCase("await client.CallAsync<int>(given, new RequestOptions { Surface = OpperSurface.TaskCalls });")]
    [TestCase("await client.Functions.CallAsync(\"id\", new CallFunctionRequest());")]
    [TestCase("await client.Chat.CompleteAsync(new ChatCompletionRequest());")]
    public Task A_task_call_with_a_surface_and_other_calls_are_not_reported(string statement) => Verify.StatementsAsync<TaskCallAnalyzer>(statement);
}
