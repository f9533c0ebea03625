using Microsoft.OpenApi;
using Opper.Drift.Reading;

namespace Opper.Drift.Shapes;

/// <summary>A schema and its location in the document.</summary>
internal sealed record SchemaAt(IOpenApiSchema Schema, Pointer Pointer);
