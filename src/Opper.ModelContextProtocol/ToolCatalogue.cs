using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Server;

namespace Opper.ModelContextProtocol;

/// <summary>The tools of all sources, shared by all sessions of a server.</summary>
internal sealed class ToolCatalogue(IEnumerable<ToolSource> sources, IServiceProvider services) : IDisposable
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _time = services.GetService<TimeProvider>() ?? TimeProvider.System;
    private readonly ILogger _logger = services.GetService<ILogger<ToolCatalogue>>() ?? NullLogger<ToolCatalogue>.Instance;
    private readonly SemaphoreSlim _gate = new(1);
    private IReadOnlyList<McpServerTool>? _tools;
    private long _loadedAt;

    /// <summary>Returns the tools; the first call creates them.</summary>
    /// <param name="isListing">Whether outdated tools are refreshed.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The tools; the same list until they change.</returns>
    /// <exception cref="OpperException">The tools could not be created, and there are no earlier ones.</exception>
    public async Task<IReadOnlyList<McpServerTool>> GetAsync(bool isListing, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_tools is null || (isListing && _time.GetElapsedTime(_loadedAt) >= FreshFor))
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

    /// <summary>Replaces the tools that were added to the collection of a server before. Tools of the same name from other sources are kept.</summary>
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
