using System.Diagnostics.CodeAnalysis;

namespace Opper;

/// <summary>Takes a bare array where a page was due as one page, as the endpoint reference's lists may be.</summary>
internal static class PageReader
{
    public static bool TryReadBareArray<T>(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out T? page)
    {
        page = default;
        if (!PageType<T>.IsPage || Utf8Text.FirstCharacter(body.Span) != '[')
        {
            return false;
        }

        using var wrapped = new PooledBytes(body.Length + 16);
        foreach (var part in new[] { "{\"data\":"u8.ToArray().AsMemory(), body, "}"u8.ToArray() })
        {
            part.Span.CopyTo(wrapped.GetSpan(part.Length));
            wrapped.Advance(part.Length);
        }

        page = OpperJson.Read<T>(wrapped.Memory);
        return page is not null;
    }

    private static class PageType<T>
    {
        public static readonly bool IsPage = typeof(T).GetInterfaces().Any(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IOpperPage<>));
    }
}
