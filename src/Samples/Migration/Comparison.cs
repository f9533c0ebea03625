namespace Opper.Samples.Migration;

/// <summary>Runs each way before and after the move to the client, and shows that they give the same.</summary>
public static class Comparison
{
    /// <summary>Runs all four.</summary>
    /// <param name="connection">Where to.</param>
    /// <param name="output">Where the results go.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>A task that ends with the output.</returns>
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
