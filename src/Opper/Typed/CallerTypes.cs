namespace Opper.Json;

internal static partial class CallerTypes
{
    public static partial ICallerTypes? Reflected => TypeSource.MayReflect ? TypeSource.Default : null;
}
