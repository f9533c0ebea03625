using Opper.Knowledge;

namespace Opper.Tests;

public sealed class FilterTests
{
    [Test]
    public async Task Conditions_are_sent_as_the_filters_of_a_query()
    {
        using var client = TestClient.Answering("[]");

        await client.Opper.Knowledge.QueryAsync("k1", new QueryKnowledgeRequest
        {
            Query = "q",
            Filters = Filter.Where("year") > 2023 & Filter.Where("lang").In("en", "sv") & Filter.Where("draft") != true & Filter.Where("score") < 0.5
                & Filter.Where("team") == "blue" & Filter.Where("n").In(1, 2),
        });

        Assert.That(client.Sent.Single().Body, Is.EqualTo(
            """{"query":"q","filters":[{"field":"year","operation":">","value":2023},{"field":"lang","operation":"in","value":["en","sv"]},"""
            + """{"field":"draft","operation":"!=","value":true},{"field":"score","operation":"<","value":0.5},"""
            + """{"field":"team","operation":"=","value":"blue"},{"field":"n","operation":"in","value":[1,2]}]}"""));
    }

    [Test]
    public async Task Numbers_keep_their_digits_and_dates_have_the_form_of_metadata()
    {
        using var client = TestClient.AnsweringInTurn(null, () => TestClient.Response("[]"), () => TestClient.Response("{}"));
        var day = new DateTime(2024, 2, 29, 12, 30, 0, DateTimeKind.Utc);

        await client.Opper.Knowledge.QueryAsync("k1", new QueryKnowledgeRequest
        {
            Query = "q",
            Filters = Filter.Where("id").In(9007199254740993L) & Filter.Where("id") == 9007199254740993L
                & Filter.Where("price") == 79228162514264337593543950335m & Filter.Where("rate") == 0.1f
                & Filter.Where("grade") == 'a' & Filter.Where("since") > day
                & Filter.Where("since") < new DateTimeOffset(2024, 2, 29, 12, 30, 0, TimeSpan.FromHours(2)) & Filter.Where("n").In(1.10m, 2)
                & Filter.Where("n").In(new List<long> { long.MinValue, long.MaxValue }) & Filter.Where("n").In(new List<ulong> { ulong.MaxValue })
                & Filter.Where("n").In(new[] { 1, 2 }) & Filter.Where("s").In(new List<string> { "a" })
                & Filter.Where("d").In(new HashSet<DateTime> { day }),
        });
        await client.Opper.Knowledge.AddDocumentAsync("k1", new AddDocumentRequest { Content = "c", Metadata = new { since = day } });

        Assert.That(client.Sent[0].Body, Is.EqualTo(
            """{"query":"q","filters":[{"field":"id","operation":"in","value":[9007199254740993]},{"field":"id","operation":"=","value":9007199254740993},"""
            + """{"field":"price","operation":"=","value":79228162514264337593543950335},{"field":"rate","operation":"=","value":0.1},"""
            + """{"field":"grade","operation":"=","value":"a"},{"field":"since","operation":">","value":"2024-02-29T12:30:00Z"},"""
            + """{"field":"since","operation":"<","value":"2024-02-29T12:30:00+02:00"},{"field":"n","operation":"in","value":[1.10,2]},"""
            + """{"field":"n","operation":"in","value":[-9223372036854775808,9223372036854775807]},{"field":"n","operation":"in","value":["""
            + """18446744073709551615]},{"field":"n","operation":"in","value":[1,2]},{"field":"s","operation":"in","value":["a"]},"""
            + """{"field":"d","operation":"in","value":["2024-02-29T12:30:00Z"]}]}"""));
        Assert.That(client.Sent[1].Body, Does.Contain("\"since\":\"2024-02-29T12:30:00Z\""));
    }

    [Test]
    public void Values_that_metadata_cannot_be_compared_with_are_rejected()
    {
        Assert.That(() => Filter.Where("a").In(new List<object> { new { x = 1 } }), Throws.ArgumentException);
        Assert.That(() => Filter.Where("a").In(new List<double> { double.NaN }), Throws.ArgumentException);
        Assert.That(() => Filter.Where("a").In(new List<string>()), Throws.ArgumentException);
    }

    [Test]
    public async Task A_single_condition_can_be_used_for_deleting()
    {
        using var client = TestClient.Answering("""{"deleted_count": 1}""");

        await client.Opper.Knowledge.DeleteDocumentsAsync("k1", new DeleteDocumentsRequest { Filters = Filter.Where("lang") == "sv" });

        Assert.That(client.Sent.Single().Body, Is.EqualTo("""{"filters":[{"field":"lang","operation":"=","value":"sv"}]}"""));
    }

    [Test]
    public void Operators_that_the_API_lacks_are_rejected_with_an_alternative()
    {
        Assert.That(Assert.Catch<NotSupportedException>(() => _ = Filter.Where("year") >= 2024), Has.Message.Contain("Filter.Where(\"year\") > 2023"));
        Assert.That(Assert.Catch<NotSupportedException>(() => _ = Filter.Where("year") <= 2024), Has.Message.Contain("Filter.Where(\"year\") < 2025"));
        Assert.That(Assert.Catch<NotSupportedException>(() => _ = Filter.Where("score") >= 0.5),
            Has.Message.Contain("Filter.Where(\"score\") >").And.Message.Not.Contain("whole numbers"));
        Assert.That(Assert.Catch<NotSupportedException>(() => _ = (Filter.Where("a") == 1) | (Filter.Where("b") == 2)), Has.Message.Contain("In("));
    }

    [Test]
    public void A_condition_without_a_field_or_a_value_is_rejected()
    {
        Assert.That(Assert.Catch<ArgumentException>(() => Filter.Where(" ")), Has.Message.Contain("field"));
        Assert.That(Assert.Catch<ArgumentException>(() => Filter.Where("a").In(Array.Empty<string>())), Has.Message.Contain("value"));
        Assert.That(Assert.Catch<ArgumentNullException>(() => _ = Filter.Where("a") == (string)null!), Is.Not.Null);
    }

    [Test]
    public void ToString_of_a_filter_shows_its_conditions() =>
        Assert.That((Filter.Where("year") > 2023 & Filter.Where("lang").In("en")).ToString(), Is.EqualTo("""year > 2023 & lang in ["en"]"""));
}
