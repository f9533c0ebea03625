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
    /// Records the pipeline's activities as spans of Opper, with the client of <c>AddOpper</c> where there is one. Calls of that client appear under the activity they are made in.
    /// </summary>
    /// <param name="builder">The pipeline.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The pipeline.</returns>
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
                    // The client asks for this processor in turn, so it is resolved when the first span is recorded.
                    return new OpperSpanProcessor(options, () => provider.GetService<OpperClient>() ?? new OpperClient());
                });
                services.TryAddSingleton<ISpanContextSource>(provider => provider.GetRequiredService<OpperSpanProcessor>());
            })
            .AddProcessor(provider => provider.GetRequiredService<OpperSpanProcessor>());
    }
}
