namespace Opper;

/// <summary>A converter that reads and writes a type as another one, whose schema it has.</summary>
internal interface IStandInConverter
{
    Type StandIn { get; }
}
