namespace Opper.Aot;

internal enum Currency
{
    Eur,
    Nok,
    Sek,
}
