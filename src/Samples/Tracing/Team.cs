namespace Opper.Samples.Tracing;

internal enum Team
{
    Billing,
    Delivery,
    Technics,
}
