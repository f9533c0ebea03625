using System.ComponentModel;

namespace Opper.Samples.Evaluation;

/// <summary>The output of the function.</summary>
/// <param name="Team">The team that handles it.</param>
internal sealed record Ticket([property: Description("The team that handles it.")] Team Team);

internal enum Team
{
    Billing,
    Delivery,
    Technics,
}
