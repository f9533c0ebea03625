namespace Opper.Tests;

public sealed class GetOrCreateTests
{
    private const string Known = """{"id": "k1", "name": "team/manuals", "created_at": "2026-01-05T09:30:00Z", "embedding_model": "m", "count": 2}""";

    [Test]
    public async Task An_existing_knowledge_base_is_returned_without_creating_one()
    {
        using var client = TestClient.Answering(Known);

        var found = await client.Opper.Knowledge.GetOrCreateAsync("team/manuals");

        Assert.That((found.Id, client.Sent.Single().Url), Is.EqualTo(("k1", "https://api.example.test/v2/knowledge/by-name/team/manuals")));
    }

    [Test]
    public async Task A_missing_knowledge_base_is_created()
    {
        using var client = TestClient.AnsweringInTurn(null, NotFound, () => TestClient.Response(Known));

        await client.Opper.Knowledge.GetOrCreateAsync("team/manuals", embeddingModel: "m", description: "d");

        Assert.That((client.Sent[1].Method, client.Sent[1].Body), Is.EqualTo(("POST", """{"name":"team/manuals","embedding_model":"m","description":"d"}""")));
    }

    [TestCase(409)]
    [TestCase(400)]
    public async Task A_knowledge_base_created_concurrently_is_returned(int status)
    {
        using var client = TestClient.AnsweringInTurn(null, NotFound, () => TestClient.Response("""{"detail": "exists"}""", status),
            () => TestClient.Response(Known));

        Assert.That((await client.Opper.Knowledge.GetOrCreateAsync("team/manuals")).Id, Is.EqualTo("k1"));
    }

    [Test]
    public async Task An_error_other_than_a_conflict_is_thrown()
    {
        using var client = TestClient.AnsweringInTurn(null, NotFound, () => TestClient.Response("""{"detail": "no such model"}""", 400), NotFound);

        Assert.That((await Assert.CatchAsync<OpperBadRequestException>(() => client.Opper.Knowledge.GetOrCreateAsync("x", "none")))!.Detail,
            Is.EqualTo("no such model"));
    }

    private static HttpResponseMessage NotFound() => TestClient.Response("""{"detail": "Not Found"}""", 404);
}
