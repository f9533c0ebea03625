using Microsoft.AspNetCore.Http.HttpResults;

namespace Opper.Samples.SseRelay;

/// <summary>A web application that hands a growing answer on to browsers as server-sent events. One that goes away ends the call as well.</summary>
public static class Relay
{
    private const string Instructions = "Write a short report about the topic.";

    /// <summary>Makes the application.</summary>
    /// <param name="builder">A builder with the section <c>Opper</c> in its configuration.</param>
    /// <returns>The application, not started.</returns>
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

    // Each event holds the whole report as far as it has come; isFinal marks the last one.
    private static ServerSentEventsResult<Partial<Report>> Report(string topic, OpperClient opper, CancellationToken aborted)
        => TypedResults.ServerSentEvents(opper.StreamAsync<Report>("samples/report", Instructions, topic, cancellationToken: aborted));

    // Each event holds the next piece of the text.
    private static ServerSentEventsResult<string> Text(string topic, OpperClient opper, CancellationToken aborted)
        => TypedResults.ServerSentEvents(opper.StreamTextAsync("samples/report_text", Instructions, topic, cancellationToken: aborted));
}
