namespace Opper;

public partial class ModelWithOptions
{
    /// <summary>Gets the options as JSON: <c>function.Model.Models[0].GetOptions()?["temperature"]</c>.</summary>
    /// <returns>The options as a JSON object, or <see langword="null"/>.</returns>
    /// <exception cref="ArgumentException">The options cannot be serialized to JSON.</exception>
    public RawJson? GetOptions() => Options is null ? null : RawJson.From(Options);
}
