namespace Opper.Tracing;

// The live API only accepts strings as input and output, so other values are sent as JSON text.
public partial class UpdateSpanRequest : IWireForm
{
    object IWireForm.ToWire()
    {
        if (Input is null or string && Output is null or string)
        {
            return this;
        }

        var copy = (UpdateSpanRequest)MemberwiseClone();
        if (copy.Input is not null)
        {
            copy.Input = ToText(copy.Input);
        }

        if (copy.Output is not null)
        {
            copy.Output = ToText(copy.Output);
        }

        return copy;
    }

    private static object ToText(object value)
    {
        // Values that serialize to a JSON string, such as an enum or a date, are sent unchanged.
        var json = value as string ?? JsonWrite.Text(value);
        return json[0] == '"' ? value : json;
    }
}
