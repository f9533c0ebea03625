namespace Opper.Analyzers;

/// <summary>How sure it is that something holds.</summary>
internal enum Certainty
{
    No,
    Maybe,
    Yes,
}
