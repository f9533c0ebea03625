using Newtonsoft.Json;

namespace Opper;

/// <summary>Refuses the numbers that JSON does not have, which Json.NET would write as texts.</summary>
internal sealed class FiniteJsonWriter(TextWriter text) : JsonTextWriter(text)
{
    public override void WriteValue(double value)
    {
        Check(double.IsNaN(value) || double.IsInfinity(value));
        base.WriteValue(value);
    }

    public override void WriteValue(float value)
    {
        Check(float.IsNaN(value) || float.IsInfinity(value));
        base.WriteValue(value);
    }

    public override void WriteValue(double? value)
    {
        Check(value is { } number && (double.IsNaN(number) || double.IsInfinity(number)));
        base.WriteValue(value);
    }

    public override void WriteValue(float? value)
    {
        Check(value is { } number && (float.IsNaN(number) || float.IsInfinity(number)));
        base.WriteValue(value);
    }

    private void Check(bool isNoNumber)
    {
        if (isNoNumber)
        {
            throw new JsonWriterException($"JSON has no NaN and no infinity (at '{Path}').", Path, innerException: null);
        }
    }
}
