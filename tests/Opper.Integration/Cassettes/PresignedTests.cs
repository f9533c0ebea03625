using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Opper.Emulator;

namespace Opper.Integration.Cassettes;

/// <summary>Files that are uploaded to and downloaded from URLs outside the API.</summary>
public sealed class PresignedTests : CassetteFixture
{
    private const string Signature = "0123456789abcdef-signature";

    [Test]
    public async Task An_upload_to_presigned_storage_is_recorded_without_its_URL()
    {
        await using var storage = await FakeApi.StartAsync(context =>
        {
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        });
        Api.Answer(
            FakeApi.Json(
                $$"""{"url":"{{storage.Address}}bucket?X-Amz-Signature={{Signature}}","fields":"""
                + $$"""{"key":"k/a.txt","policy":"p0licy-{{Signature}}","x-amz-signature":"{{Signature}}"},"id":"k"}"""));
        var recorded = default((HttpStatusCode, Uri));
        await RecordedAsync(async recorder => recorded = await UploadAsync(recorder, "content"));
        await storage.DisposeAsync();

        var (status, url) = await UploadAsync(await ReplayAsync(), "content");
        var other = await UploadAsync(await ReplayAsync(), "other content");

        Assert.That((recorded.Item1, status, other.Status), Is.EqualTo((HttpStatusCode.NoContent, HttpStatusCode.NoContent, HttpStatusCode.NotImplemented)));
        Assert.That(url.Port, Is.Not.EqualTo(storage.Address.Port));
        var received = storage.Requests.Single();
        Assert.That(received.Line, Is.EqualTo($"POST /bucket?X-Amz-Signature={Signature}"));
        Assert.That(Encoding.UTF8.GetString(received.Body), Does.Contain($"p0licy-{Signature}").And.Contain("content"));
        Assert.That(received.Headers, Does.ContainKey("Content-Length").And.Not.ContainKey("Authorization"));
        Assert.That(Written, Does.Not.Contain(Signature).And.Not.Contain(storage.Address.Authority).And.Contain("k/a.txt"));
    }

    [Test]
    public async Task A_replayed_download_has_the_same_bytes()
    {
        byte[] content = [0, 255, 1, 13, 10, .. Encoding.UTF8.GetBytes("6d0d2ae0-0000-4000-8000-000000000001")];
        await using var storage = await FakeApi.StartAsync(context =>
        {
            context.Response.ContentType = "application/pdf";
            return context.Response.Body.WriteAsync(content).AsTask();
        });
        Api.Answer(FakeApi.Json($$"""{"url":"{{storage.Address}}file?sig=1","expires_in":60}"""));
        await RecordedAsync(async recorder => Assert.That(await DownloadAsync(recorder), Is.EqualTo(content)));
        await storage.DisposeAsync();

        Assert.That(await DownloadAsync(await ReplayAsync()), Is.EqualTo(content));

        async Task<byte[]> DownloadAsync(OpperEmulator emulator) =>
            await Http.GetByteArrayAsync((string)JsonNode.Parse((await GetAsync(emulator, "/v2/knowledge/k/files/f/download_url")).Body)!["url"]!);
    }

    [Test]
    public async Task Only_URLs_that_were_issued_are_forwarded()
    {
        var recorder = await RecordAsync();

        using var response = await Http.GetAsync(new Uri(recorder.BaseAddress, "/_emulator/storage/00000000000000000000000000000000"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((Api.Requests.Count, Exchanges.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task A_key_sent_to_a_presigned_URL_is_not_forwarded()
    {
        await using var storage = await FakeApi.StartAsync();
        Api.Answer(FakeApi.Json($$"""{"url":"{{storage.Address}}file","expires_in":60}"""));
        var recorder = await RecordAsync();
        var url = (string)JsonNode.Parse((await GetAsync(recorder, "/v2/knowledge/k/files/f/download_url")).Body)!["url"]!;

        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        using var response = await Http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(storage.Requests, Is.Empty);
    }

    private async Task<(HttpStatusCode Status, Uri Url)> UploadAsync(OpperEmulator emulator, string content)
    {
        var place = JsonNode.Parse((await GetAsync(emulator, "/v2/knowledge/k/upload_url?filename=a.txt")).Body)!;
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in place["fields"]!.AsObject())
        {
            form.Add(new StringContent((string)value!), name);
        }

        form.Add(new StringContent(content), "file", "a.txt");
        var url = new Uri((string)place["url"]!);
        using var sent = await Http.PostAsync(url, form);
        return (sent.StatusCode, url);
    }
}
