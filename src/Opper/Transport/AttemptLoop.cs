namespace Opper.Transport;

/// <summary>Runs the attempts of a call or an upload, logs their outcome, and reports the total timeout.</summary>
internal static class AttemptLoop
{
    /// <param name="state">The call. Its payload and its deadline are released at the end.</param>
    /// <param name="attempt">Makes one attempt, and throws the exception for its failure.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    public static async Task<TransportResponse> RunAsync(CallState state, Func<CallState, Task<TransportResponse>> attempt, CancellationToken cancellationToken)
    {
        try
        {
            TransportResponse? response = null;
            while (response is null)
            {
                try
                {
                    response = await attempt(state).ConfigureAwait(false);
                }
                catch (Exception exception) when (!state.Total.Token.IsCancellationRequested)
                {
                    response = state.MoveOn(exception) ? null : await RetryPolicy.RetryAsync(state, exception, attempt).ConfigureAwait(false);
                }
            }

            PipelineLog.ResponseReceived(state, response);
            response.TakeForm(state);
            return response;
        }
        catch (OperationCanceledException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var timeout = new OpperTimeoutException(OpperTimeoutKind.Total, state.Settings.Timeout, state.Name, exception) { Attempts = state.Attempts };
            PipelineLog.Failed(state, timeout);
            throw timeout;
        }
        catch (Exception exception)
        {
            PipelineLog.Failed(state, exception);
            throw;
        }
        finally
        {
            state.Payload?.Release();
            state.Total.Dispose();
        }
    }
}
