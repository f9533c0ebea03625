namespace Opper;

public partial class ModelWithOptions
{
    /// <summary>Reads the options as JSON, whatever they were set to: <c>function.Model.Models[0].GetOptions()?["temperature"]</c>.</summary>
    /// <returns>An object, or <see langword="null"/> without options.</returns>
    /// <exception cref="ArgumentException">The options cannot be written as JSON.</exception>
    public RawJson? GetOptions() => Options is null ? null : RawJson.From(Options);
}
