using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Opper;
using Opper.OpenTelemetry;
using Opper.Tracing;

namespace OpenTelemetry.Trace;

/// <summary>Adds Opper to a tracing pipeline.</summary>
public static class OpperTracerProviderBuilderExtensions
{
    /// <summary>
    /// Records the activities of the pipeline as spans in Opper, with the client of <c>AddOpper</c> if there is one. Calls of that client become children of
    /// the current activity.
    /// </summary>
    /// <param name="builder">The tracer provider builder.</param>
    /// <param name="configure">Configures the exporter.</param>
    /// <returns>The builder.</returns>
    public static TracerProviderBuilder AddOpperExporter(this TracerProviderBuilder builder, Action<OpperExporterOptions>? configure = null)
    {
        _ = builder ?? throw new ArgumentNullException(nameof(builder));
        return builder
            .ConfigureServices(services =>
            {
                services.TryAddSingleton(provider =>
                {
                    var options = new OpperExporterOptions();
                    configure?.Invoke(options);
                    // The client resolves this processor in turn, so it is resolved lazily, for the first span.
                    return new OpperSpanProcessor(options, () => provider.GetService<OpperClient>() ?? new OpperClient());
                });
                services.TryAddSingleton<ISpanContextSource>(provider => provider.GetRequiredService<OpperSpanProcessor>());
            })
            .AddProcessor(provider => provider.GetRequiredService<OpperSpanProcessor>());
    }
}
