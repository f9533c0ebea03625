using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Opper.Samples.RagWorker;

/// <summary>Registers the worker.</summary>
public static class RagHost
{
    /// <summary>Adds the client, configured by the section <c>Opper</c>, and the worker, configured by the section <c>Rag</c>.</summary>
    /// <param name="builder">The host builder.</param>
    /// <param name="questions">One question per line; the host stops at the end.</param>
    /// <param name="answers">Receives the answers.</param>
    public static void AddRag(this IHostApplicationBuilder builder, TextReader questions, TextWriter answers)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOpper(builder.Configuration.GetSection("Opper"));
        builder.Services.Configure<RagOptions>(builder.Configuration.GetSection("Rag"));
        builder.Services.AddSingleton(new RagConsole(questions, answers));
        builder.Services.AddHostedService<RagWorker>();
    }
}
