namespace Opper.Tests;

public sealed class FilterTests
{
    [Test]
    public async Task Conditions_become_the_filters_of_a_query()
    {
        using var client = TestClient.Answering("[]");

        await client.Opper.Knowledge.QueryAsync("k1", new QueryKnowledgeRequest
        {
            Query = "q",
            Filters = Filter.Where("year") > 2023 & Filter.Where("lang").In("en", "sv") & Filter.Where("draft") != true & Filter.Where("score") < 0.5 & Filter.Where("team") == "blue" & Filter.Where("n").In(1, 2),
        });

        Assert.That(client.Sent.Single().Body, Is.EqualTo(
            """{"query":"q","filters":[{"field":"year","operation":">","value":2023},{"field":"lang","operation":"in","value":["en","sv"]},{"field":"draft","operation":"!=","value":true},{"field":"score","operation":"<","value":0.5},{"field":"team","operation":"=","value":"blue"},{"field":"n","operation":"in","value":[1,2]}]}"""));
    }

    [Test]
    public async Task A_condition_is_enough_to_delete_by()
    {
        using var client = TestClient.Answering("""{"deleted_count": 1}""");

        await client.Opper.Knowledge.DeleteDocumentsAsync("k1", new DeleteDocumentsRequest { Filters = Filter.Where("lang") == "sv" });

        Assert.That(client.Sent.Single().Body, Is.EqualTo("""{"filters":[{"field":"lang","operation":"=","value":"sv"}]}"""));
    }

    [Test]
    public void Operators_that_the_API_lacks_are_refused_with_what_to_use_instead()
    {
        Assert.That(Assert.Catch<NotSupportedException>(() => _ = Filter.Where("year") >= 2024), Has.Message.Contain("Filter.Where(\"year\") > 2023"));
        Assert.That(Assert.Catch<NotSupportedException>(() => _ = Filter.Where("year") <= 2024), Has.Message.Contain("Filter.Where(\"year\") < 2025"));
        Assert.That(Assert.Catch<NotSupportedException>(() => _ = Filter.Where("score") >= 0.5), Has.Message.Contain("Filter.Where(\"score\") >").And.Message.Not.Contain("whole numbers"));
        Assert.That(Assert.Catch<NotSupportedException>(() => _ = (Filter.Where("a") == 1) | (Filter.Where("b") == 2)), Has.Message.Contain("In("));
    }

    [Test]
    public void A_condition_without_a_field_or_a_value_is_refused()
    {
        Assert.That(Assert.Catch<ArgumentException>(() => Filter.Where(" ")), Has.Message.Contain("field"));
        Assert.That(Assert.Catch<ArgumentException>(() => Filter.Where("a").In(Array.Empty<string>())), Has.Message.Contain("value"));
        Assert.That(Assert.Catch<ArgumentNullException>(() => _ = Filter.Where("a") == (string)null!), Is.Not.Null);
    }

    [Test]
    public void A_filter_shows_what_it_asks() => Assert.That((Filter.Where("year") > 2023 & Filter.Where("lang").In("en")).ToString(), Is.EqualTo("""year > 2023 & lang in ["en"]"""));
}
