namespace Opper;

/// <summary>A request model that is sent in another shape than its C# members have.</summary>
internal interface IWireForm
{
    object ToWire();
}
