namespace Opper.Tracing;

// Input and output may be anything; what is not a string is sent as its JSON text, as the live API wants strings here.
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
        // A JSON string is one already, whatever type holds it.
        var json = value as string ?? JsonWrite.Text(value);
        return json[0] == '"' ? value : json;
    }
}
