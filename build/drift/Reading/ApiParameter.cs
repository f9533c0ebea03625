using Microsoft.OpenApi;

namespace Opper.Drift.Reading;

/// <summary>A parameter and its location in the document.</summary>
internal sealed record ApiParameter(IOpenApiParameter Parameter, Pointer Pointer)
{
    public string Name => Parameter.Name ?? string.Empty;

    public string In => Parameter.In?.ToString().ToLowerInvariant() ?? string.Empty;
}
