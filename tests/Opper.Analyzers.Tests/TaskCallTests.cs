namespace Opper.Analyzers.Tests;

/// <summary>Where calls are pointed at that name no surface.</summary>
public sealed class TaskCallTests
{
    [TestCase("await {|OPPER005:client.CallAsync<int>(\"n\")|};")]
    [TestCase("await {|OPPER005:client.CallAsync(given)|};")]
    [TestCase("await {|OPPER005:client.Calls.CallAsync<int>(given, new RequestOptions { MaxRetries = 1 })|};")]
    [TestCase("return {|OPPER005:client.StreamAsync<int>(\"n\")|};")]
    [TestCase("return {|OPPER005:client.StreamTextAsync(\"n\")|};")]
    public Task One_that_names_none_is_pointed_at(string statement) => Verify.StatementsAsync<TaskCallAnalyzer>(statement);

    [TestCase("await client.CallAsync<int>(given, new RequestOptions { Surface = OpperSurface.Compat });")]
    [TestCase("await client.CallAsync<int>(given, new RequestOptions { Surface = OpperSurface.TaskCalls });")]
    [TestCase("await client.Functions.CallAsync(\"id\", new CallFunctionRequest());")]
    [TestCase("await client.Chat.CompleteAsync(new ChatCompletionRequest());")]
    public Task One_that_names_it_and_what_is_no_task_call_is_not(string statement) => Verify.StatementsAsync<TaskCallAnalyzer>(statement);
}
