using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Opper.Integration;

/// <summary>Uploads that are too large to be buffered in memory.</summary>
public sealed class LargeUploadTests
{
    private const long Size = 1L << 30;

    // The capacity of sockets, pipes and the buffers of both sides.
    private const long MaxUnderWay = 16L << 20;

    [Test]
    public async Task A_gigabyte_is_never_buffered_in_memory()
    {
        using var file = new Zeros(Size);
        long received = 0;
        long ahead = 0;
        await using var server = await ServeAsync(async body =>
        {
            var buffer = new byte[1 << 20];
            int read;
            while ((read = await body.ReadAsync(buffer)) > 0)
            {
                received += read;
                ahead = Math.Max(ahead, file.Position - received);
            }
        });
        var opper = new OpperClient(new OpperClientOptions { ApiKey = "op-key", BaseUrl = server.Urls.First() });

        var registered = await opper.Knowledge.UploadFileAsync("k1", file, "large.txt");

        Assert.That(registered.Id, Is.EqualTo("f1"));
        Assert.That((file.Position, received), Is.EqualTo((Size, received)));
        Assert.That(received, Is.GreaterThan(Size));
        Assert.That(ahead, Is.LessThan(MaxUnderWay));
    }

    private static async Task<WebApplication> ServeAsync(Func<Stream, Task> receive)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(System.Net.IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        app.UseRouting();
        app.MapGet("/v2/knowledge/k1/upload_url",
            (HttpRequest request) => Results.Json(new { url = $"http://{request.Host}/storage", fields = new { key = "k" }, id = "f1" }));
        app.MapPost("/storage", async (HttpRequest request) => await receive(request.Body));
        app.MapPost("/v2/knowledge/k1/register_file",
            () => Results.Json(new { id = "f1", key = "large.txt", original_filename = "large.txt", document_id = 1 }, statusCode: 201));
        await app.StartAsync();
        return app;
    }

    /// <summary>A stream of zeros.</summary>
    private sealed class Zeros(long length) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => Volatile.Read(ref _position); set => Volatile.Write(ref _position, value); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - _position);
            Array.Clear(buffer, offset, read);
            Interlocked.Add(ref _position, read);
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
