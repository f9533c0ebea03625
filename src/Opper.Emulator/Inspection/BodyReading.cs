namespace Opper.Emulator.Inspection;

/// <summary>Reads the bodies of API requests, up to the limit, once they have been authorized. Forms are read later, part by part.</summary>
internal sealed partial class BodyReading(EmulatorLimits limits)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (request.Path.IsApi() && !request.HasFormContentType)
        {
            var body = await BoundedBody.ReadAsync(request, limits.MaxRequestBodyBytes, "The request body").ConfigureAwait(false);
            if (context.Features.Get<EmulatorRequest>() is { } record)
            {
                record.Body = Shown(body);
            }

            request.Body = new MemoryStream(body, writable: false);
            context.Features.Set(new ReceivedBody(body));
        }

        await next(context).ConfigureAwait(false);
    }

    // The keys of custom models are not logged either.
    private static string Shown(byte[] body) => ProviderKey().Replace(Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, RecordedBody.Limit)), "$1\"***\"");

    [GeneratedRegex("""("api_key"\s*:\s*)"(?:[^"\\]|\\.)*"?""")]
    private static partial Regex ProviderKey();
}
