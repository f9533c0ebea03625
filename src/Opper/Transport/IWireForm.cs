namespace Opper;

/// <summary>A request model that goes out in another form than the caller filled in.</summary>
internal interface IWireForm
{
    object ToWire();
}
