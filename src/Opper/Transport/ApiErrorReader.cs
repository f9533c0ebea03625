namespace Opper.Transport;

/// <summary>Reads an error response. The status is reported even if the body cannot be read.</summary>
internal static class ApiErrorReader
{
    public static async Task<OpperApiException> ReadAsync(HttpResponseMessage response, CallState state, CancellationToken cancellationToken)
    {
        using var body = new PooledBytes();
        var complete = false;
        try
        {
            complete = await BodyReader.ReadAsync(response.Content, body, BodyReader.MaxErrorBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            state.Total.Token.ThrowIfCancellationRequested();
        }

        return new ApiFailure
        {
            StatusCode = response.StatusCode,
            Method = state.Request.Operation.Method.Method,
            Path = state.Request.Path,
            Headers = ResponseHeaders.Copy(response),
            RequestId = ResponseHeaders.RequestId(response),
            RetryAfter = RetryAfterHeader.Read(response.Headers, state.Options.TimeProvider),
            Body = Utf8Text.Decode(body.Span),
            IsBodyTruncated = !complete,
            Parsed = ErrorBody.Parse(body.Span),
            Attempts = state.Attempts,
            IsStorage = state.Request.Operation.IsStorage,
        }.ToException();
    }
}
