using Aspire.Hosting.ApplicationModel;

namespace Opper.Aspire.Hosting;

/// <summary>The file that the emulator stores its state in.</summary>
internal sealed record DataFileAnnotation(string Path) : IResourceAnnotation;
