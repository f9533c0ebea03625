namespace Opper;

/// <summary>The converter of an enum whose type is not known at compile time.</summary>
internal interface IEnumConverter
{
    EnumTexts Texts { get; }
}
