using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Opper.Samples.RagWorker;

/// <summary>Puts the worker into a host.</summary>
public static class RagHost
{
    /// <summary>Adds the client, by the section <c>Opper</c>, and the worker, by the section <c>Rag</c>.</summary>
    /// <param name="builder">The builder of the host.</param>
    /// <param name="questions">One question a line; its end stops the host.</param>
    /// <param name="answers">Where the answers go.</param>
    public static void AddRag(this IHostApplicationBuilder builder, TextReader questions, TextWriter answers)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOpper(builder.Configuration.GetSection("Opper"));
        builder.Services.Configure<RagOptions>(builder.Configuration.GetSection("Rag"));
        builder.Services.AddSingleton(new RagConsole(questions, answers));
        builder.Services.AddHostedService<RagWorker>();
    }
}
