namespace Opper.Analyzers;

/// <summary>Whether something holds, as far as the compiler can tell.</summary>
internal enum Certainty
{
    No,
    Maybe,
    Yes,
}
