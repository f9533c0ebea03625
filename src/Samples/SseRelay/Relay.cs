using Microsoft.AspNetCore.Http.HttpResults;

namespace Opper.Samples.SseRelay;

/// <summary>A web application that streams partial answers to browsers as server-sent events. If the browser disconnects, the call is canceled.</summary>
public static class Relay
{
    private const string Instructions = "Write a short report about the topic.";

    /// <summary>Builds the application.</summary>
    /// <param name="builder">A builder with the section <c>Opper</c> in its configuration.</param>
    /// <returns>The application, which has not been started.</returns>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOpper(builder.Configuration.GetSection("Opper"));
        var app = builder.Build();
        app.MapGet("/", () => TypedResults.Content(Page.Html, "text/html"));
        app.MapGet("/report", Report);
        app.MapGet("/text", Text);
        return app;
    }

    // Each event has the whole report received so far; isFinal marks the last one.
    private static ServerSentEventsResult<Partial<Report>> Report(string topic, OpperClient opper, CancellationToken aborted) =>
        TypedResults.ServerSentEvents(opper.StreamAsync<Report>("samples/report", Instructions, topic, cancellationToken: aborted));

    // Each event has the next text delta.
    private static ServerSentEventsResult<string> Text(string topic, OpperClient opper, CancellationToken aborted) =>
        TypedResults.ServerSentEvents(opper.StreamTextAsync("samples/report_text", Instructions, topic, cancellationToken: aborted));
}
