using System.ComponentModel;

namespace Opper.Samples.Evaluation;

/// <summary>What the function is to give.</summary>
/// <param name="Team">The team that handles it.</param>
internal sealed record Ticket([property: Description("The team that handles it.")] Team Team);

internal enum Team
{
    Billing,
    Delivery,
    Technics,
}
