using System.Text.Json;
using System.Text.Json.Nodes;
using Opper.Functions;
using Opper.Tool.Yaml;

namespace Opper.Tool.Functions;

/// <summary>The editable fields of a function: all except its IDs.</summary>
internal sealed class FunctionDefinition
{
    private const string NameField = "name";
    private const string ModelField = "model";
    private const string ConfigurationField = "configuration";

    /// <summary>The fields in the order in which files have them.</summary>
    public static readonly string[] Fields = [NameField, "description", ModelField, "instructions", "input_schema", "output_schema", ConfigurationField];

    // Schemas may be nested as deeply as their files.
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = YamlJson.MaxDepth };

    private readonly JsonObject _fields;

    public FunctionDefinition(JsonElement json)
    {
        var given = JsonObject.Create(json) ?? throw new ArgumentException("A function must be an object.", nameof(json));
        _fields = [];
        foreach (var field in Fields)
        {
            if (given[field] is { } value)
            {
                _fields[field] = value.DeepClone();
            }
        }
    }

    public string Name => (string)_fields[NameField]!;

    public static FunctionDefinition Of(Function function) => new(RawJson.From(function).ToJsonElement());

    /// <summary>The definition with the server's defaults for omitted fields: the model and each setting of the configuration.</summary>
    public FunctionDefinition Over(FunctionDefinition server)
    {
        var fields = (JsonObject)_fields.DeepClone();
        if (!fields.ContainsKey(ModelField) && server._fields[ModelField] is { } model)
        {
            fields[ModelField] = model.DeepClone();
        }

        if (server._fields[ConfigurationField] is JsonObject settings)
        {
            var own = fields[ConfigurationField] as JsonObject ?? [];
            var all = (JsonObject)settings.DeepClone();
            foreach (var (setting, value) in own)
            {
                all[setting] = value?.DeepClone();
            }

            fields[ConfigurationField] = all;
        }

        return new FunctionDefinition(JsonSerializer.SerializeToElement(fields, Deep));
    }

    public bool IsSameAs(FunctionDefinition other) => ToYaml() == other.ToYaml();

    public string ToYaml() => YamlText.Write(JsonSerializer.SerializeToElement(_fields, Deep));

    public CreateFunctionRequest ToCreateRequest() => _fields.Deserialize<CreateFunctionRequest>(Deep)!;

    /// <summary>The changes that make the definition on the server equal to this one: fields that are omitted here are cleared there.</summary>
    public UpdateFunctionRequest ToUpdateRequest(FunctionDefinition server)
    {
        var changes = new JsonObject();
        foreach (var field in Fields)
        {
            if (_fields[field]?.ToJsonString(Deep) != server._fields[field]?.ToJsonString(Deep))
            {
                changes[field] = _fields[field]?.DeepClone();
            }
        }

        return changes.Deserialize<UpdateFunctionRequest>(Deep)!;
    }
}
