namespace Opper.Samples.Migration;

/// <summary>Runs each call before and after the migration to the client, and shows that the results are equal.</summary>
public static class Comparison
{
    /// <summary>Runs all four calls.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="output">The output.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>A task that completes after the output has been written.</returns>
    public static async Task RunAsync(SampleConnection connection, TextWriter output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        using var http = new HttpClient();
        var opper = connection.CreateClient();

        await ShowAsync(
            "HttpClient",
            await FromRawHttp.BeforeAsync(http, connection.BaseUrl, connection.ApiKey, cancellationToken),
            await FromRawHttp.AfterAsync(opper, cancellationToken));
        await ShowAsync(
            "OpenAI SDK",
            await FromOpenAI.BeforeAsync(connection.BaseUrl, connection.ApiKey, cancellationToken),
            await FromOpenAI.AfterAsync(opper, cancellationToken));

        async Task ShowAsync(string from, Invoice before, Invoice after)
        {
            await output.WriteLineAsync($"{from}: {before}");
            await output.WriteLineAsync($"Opper:      {after}");
            await output.WriteLineAsync(before == after ? "the same" : "not the same");
        }
    }
}
