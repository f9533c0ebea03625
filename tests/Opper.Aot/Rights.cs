namespace Opper.Aot;

[Flags]
internal enum Rights
{
    None = 0,
    Read = 1,
    Pay = 2,
}
