namespace Opper.Typed;

/// <summary>A converter that reads and writes a type as a surrogate type, and has the schema of that type.</summary>
internal interface ISubstituteConverter
{
    Type Substitute { get; }
}
