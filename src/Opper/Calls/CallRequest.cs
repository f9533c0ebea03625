namespace Opper;

public partial class CallRequest : IHasOutputSchema, IWireForm
{
    object? IHasOutputSchema.OutputSchema => OutputSchema;

    internal bool HasAdditionalProperties => _additionalProperties is { Count: > 0 };

    object IWireForm.ToWire()
    {
        var live = Configuration?.ToLiveForm();
        if (ReferenceEquals(live, Configuration) && InputSchema is not (string or Type) && OutputSchema is not string)
        {
            return this;
        }

        var copy = (CallRequest)MemberwiseClone();
        copy.Configuration = live;
        copy.InputSchema = InputSchema is Type input ? new InputSchemaOf(input) : ParseSchema(InputSchema, nameof(InputSchema));
        copy.OutputSchema = ParseSchema(OutputSchema, nameof(OutputSchema));
        return copy;
    }

    // A schema is an object: a text can only be the JSON of one.
    private static object? ParseSchema(object? schema, string name)
    {
        if (schema is not string text)
        {
            return schema;
        }

        try
        {
            return RawJson.Parse(text);
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException($"{nameof(CallRequest)}.{name} is a text that is not JSON: {exception.Message}", name, exception);
        }
    }

    internal CallRequest WithInputSchema(OpperSchema schema)
    {
        var copy = (CallRequest)MemberwiseClone();
        copy.InputSchema = schema;
        return copy;
    }

    internal CallRequest WithOutputSchema(OpperSchema schema)
    {
        var copy = (CallRequest)MemberwiseClone();
        copy.OutputSchema = schema;
        return copy;
    }
}
