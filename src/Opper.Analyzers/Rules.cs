using Microsoft.CodeAnalysis;

namespace Opper.Analyzers;

/// <summary>The diagnostics of the analyzers.</summary>
internal static class Rules
{
    private const string Category = "Usage";

    public static readonly DiagnosticDescriptor TypeIsUnsupported = Create(
        "OPPER001",
        "The type cannot be described by a JSON Schema",
        "{0}",
        "The client throws NotSupportedException for this type before anything is sent.");

    public static readonly DiagnosticDescriptor DerivedTypesAreMissing = Create(
        "OPPER002",
        "The polymorphic type declares no derived types",
        "{0}",
        "An interface, an abstract class or a [JsonPolymorphic] type needs a [JsonDerivedType] with a discriminator for each of its derived types. The "
        + "client throws NotSupportedException before anything is sent.");

    public static readonly DiagnosticDescriptor StreamIsNotRead = Create(
        "OPPER003",
        "The stream is never read",
        "The result of {0} is never read, so nothing is sent; read it with 'await foreach', or await one of its methods",
        "Streams and lists send their request when they are first read.");

    public static readonly DiagnosticDescriptor SpanIsNotDisposed = Create(
        "OPPER004",
        "The span is never disposed",
        "The span started by {0} is never disposed, so it never ends, and later work becomes part of it; use 'await using'",
        "Disposing a span ends it and writes its output.");

    public static readonly DiagnosticDescriptor SurfaceIsNotSpecified = new(
        "OPPER005",
        "The call does not specify a surface",
        "{0} uses the default surface of its client; /v2/call is being superseded by /v3/compat",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: false,
        "Lists the calls to review before OpperClientOptions.Surface is changed.",
        HelpLinks.Of("OPPER005"));

    private static DiagnosticDescriptor Create(string id, string title, string message, string description) =>
        new(id, title, message, Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, description, HelpLinks.Of(id));
}
