namespace Opper.Functions;

public partial class CreateFunctionRequest : IWireForm
{
    object IWireForm.ToWire()
    {
        var live = Configuration?.ToLiveForm();
        if (ReferenceEquals(live, Configuration))
        {
            return this;
        }

        var copy = (CreateFunctionRequest)MemberwiseClone();
        copy.Configuration = live;
        return copy;
    }
}
