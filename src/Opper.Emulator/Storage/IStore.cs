namespace Opper.Emulator.Storage;

/// <summary>Everything the emulator remembers: named tables of JSON records.</summary>
internal interface IStore
{
    ITable Table(string name);

    void Clear();
}
