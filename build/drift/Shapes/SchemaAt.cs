using Microsoft.OpenApi;
using Opper.Drift.Reading;

namespace Opper.Drift.Shapes;

/// <summary>A schema and where it stands in its document.</summary>
internal sealed record SchemaAt(IOpenApiSchema Schema, Pointer Pointer);
