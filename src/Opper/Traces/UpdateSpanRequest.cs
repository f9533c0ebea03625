namespace Opper;

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
        if (copy.Input is not null and not string)
        {
            copy.Input = OpperJson.WriteString(copy.Input);
        }

        if (copy.Output is not null and not string)
        {
            copy.Output = OpperJson.WriteString(copy.Output);
        }

        return copy;
    }
}
