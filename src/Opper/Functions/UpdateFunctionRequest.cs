namespace Opper.Functions;

public partial class UpdateFunctionRequest : IWireForm
{
    object IWireForm.ToWire()
    {
        var live = Configuration?.ToLiveForm();
        if (ReferenceEquals(live, Configuration))
        {
            return this;
        }

        var copy = (UpdateFunctionRequest)MemberwiseClone();
        copy.Configuration = live;
        return copy;
    }
}
