using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Server;

namespace Opper.ModelContextProtocol;

/// <summary>The tools of all sources, shared by all sessions of a server.</summary>
internal sealed class ToolCatalogue(IEnumerable<ToolSource> sources, IServiceProvider services) : IDisposable
{
    private static readonly TimeSpan s_freshFor = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _time = services.GetService<TimeProvider>() ?? TimeProvider.System;
    private readonly ILogger _logger = services.GetService<ILogger<ToolCatalogue>>() ?? NullLogger<ToolCatalogue>.Instance;
    private readonly SemaphoreSlim _gate = new(1);
    private IReadOnlyList<McpServerTool>? _tools;
    private long _loadedAt;

    /// <summary>Gives the tools, made by the first call.</summary>
    /// <param name="isListing">Whether they are made anew when they are old.</param>
    /// <param name="cancellationToken">Cancels making them.</param>
    /// <returns>The same list for as long as they are the same.</returns>
    /// <exception cref="OpperException">They could not be made, and there are none from before.</exception>
    public async Task<IReadOnlyList<McpServerTool>> GetAsync(bool isListing, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_tools is null || (isListing && _time.GetElapsedTime(_loadedAt) >= s_freshFor))
            {
                _tools = await LoadAsync(cancellationToken).ConfigureAwait(false);
                _loadedAt = _time.GetTimestamp();
            }

            return _tools;
        }
        catch (OpperException exception) when (_tools is not null)
        {
            ToolLog.Outdated(_logger, exception);
            _loadedAt = _time.GetTimestamp();
            return _tools;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Puts tools into a server's collection, in the place of those that were put there before. A tool that is there by the same name stays.</summary>
    public void Replace(McpServerPrimitiveCollection<McpServerTool> collection, IReadOnlyList<McpServerTool> before, IReadOnlyList<McpServerTool> tools)
    {
        using var notification = collection.DeferChangedEvents();
        foreach (var tool in before)
        {
            collection.Remove(tool);
        }

        foreach (var tool in tools.Where(tool => !collection.TryAdd(tool)))
        {
            ToolLog.NameTaken(_logger, tool.ProtocolTool.Name);
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<IReadOnlyList<McpServerTool>> LoadAsync(CancellationToken cancellationToken)
    {
        var loaded = await Task.WhenAll(sources.Select(source => source.LoadAsync(services, cancellationToken))).ConfigureAwait(false);
        return [.. loaded.SelectMany(static tools => tools)];
    }
}
