using Opper.Chat;
using Opper.Embeddings;

namespace Opper.Fuzz;

/// <summary>Whole answers and bodies of errors: no foreign exception, and an error keeps its status.</summary>
public sealed class BodyFuzz
{
    private static readonly int[] Statuses = [400, 401, 403, 404, 409, 418, 422, 429, 500, 503];

    [Test]
    public Task Random_success_bodies_throw_only_library_exceptions() => Fuzzing.RunAsync(random =>
    {
        var hostile = new Hostile(random);
        var bytes = hostile.Bytes(random.Next(2) == 0
            ? hostile.Json()
            : $"{{\"span_id\": \"s\", \"message\": {hostile.Json(1)}, \"json_payload\": {hostile.Json()}, \"start_time\": {hostile.Json(0)}, "
            + $"\"choices\": [{{\"index\": 0, \"finish_reason\": {hostile.Json(0)}, \"message\": {{\"role\": {hostile.Json(0)}}}}}]}}");
        return async () =>
        {
            var client = PiecesHandler.Client(bytes);
            await Fuzzing.OutcomeAsync(async () => (await client.CallAsync(new CallRequest { Name = "n" })).Message ?? string.Empty);
            await Fuzzing.OutcomeAsync(async () => (await client.CallAsync<Types.Leaf>("n")).Value.ToString());
            await Fuzzing.OutcomeAsync(async () => (await client.CallAsync<Types.Wide>("n")).Value.ToString());
            await Fuzzing.OutcomeAsync(async () => (await client.CallAsync<string>("n")).Value);
            await Fuzzing.OutcomeAsync(async () =>
                (await client.CallAsync<List<Types.Figure>>("n")).Value.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
            await Fuzzing.OutcomeAsync(async () => (await client.Models.ListAsync()).ToString()!);
            await Fuzzing.OutcomeAsync(async () => (await client.Traces.GetAsync("t")).ToString()!);
            await Fuzzing.OutcomeAsync(async () =>
                (await client.Chat.CompleteAsync(new ChatCompletionRequest { Messages = { ChatMessage.User("hi") } })).ToString()!);
            await Fuzzing.OutcomeAsync(async () => (await client.Embeddings.CreateAsync(new CreateEmbeddingRequest { Input = "x" })).ToString()!);
        };
    });

    [Test]
    public Task Random_error_bodies_throw_only_library_exceptions() => Fuzzing.RunAsync(random =>
    {
        var hostile = new Hostile(random);
        var bytes = hostile.Bytes(random.Next(6) switch { 0 => hostile.Json(), 1 => hostile.Text(), 2 => $"{{\"error\": {hostile.Json(2)}}}", 3 =>
            $"{{\"detail\": {hostile.Json(3)}}}", 4 =>
                $"{{\"type\": {hostile.Json(1)}, \"message\": {hostile.Json(1)}, \"detail\": [{{\"loc\": {hostile.Json(1)}, \"msg\": {hostile.Json(1)}}}]}}",
                _ => string.Empty });
        var status = hostile.Pick(Statuses);
        return async () =>
        {
            var client = PiecesHandler.Client(bytes, random.Next(2) == 0 ? "application/json" : "text/html", status);
            foreach (var act in new Func<Task>[]
            {
                () => client.CallAsync(new CallRequest { Name = "n" }),
                () => client.StreamAsync(new CallRequest { Name = "n" }).GetFinalResultAsync(),
            })
            {
                var thrown = await Assert.CatchAsync<OpperApiException>(act);
                Assert.That((int)thrown!.StatusCode, Is.EqualTo(status));
            }
        };
    });
}
