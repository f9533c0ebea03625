using System.Reflection;

namespace Opper.Emulator.Page;

/// <summary>The page at /, its assets, and its initial data.</summary>
internal static class PageEndpoints
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    public static void MapPage(this IEndpointRouteBuilder app, OpperEmulatorOptions options, LocalAccess access)
    {
        app.MapMethods("/", Reads, (HttpContext context) => Serve(context, "index.html"));
        app.MapMethods("/favicon.ico", Reads, (HttpContext context) => Serve(context, "icon.svg"));
        // As under /_emulator, which requires a key if not on loopback; the reference page does not have one yet.
        app.MapGet(ReferencePage.ContractPath, (HttpRequest request) => Wire.Json(ContractDocument.Current.WithServer(LocalAccess.Origin(request))));
        app.MapMethods("/assets/{**path}", Reads, (HttpContext context, string? path) => Serve(context, path ?? string.Empty));
        app.MapGet(EmulatorPaths.Session, (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return Wire.Json(Session(context.Request, options, access));
        });
        app.MapReference(options, access);
    }

    private static IResult Serve(HttpContext context, string path)
    {
        PageSecurity.Protect(context.Response, PageSecurity.PagePolicy);
        return PageAssets.Find(context.Response, path) ?? throw ApiException.NotFound("File", path);
    }

    // The key is returned only to clients on this machine.
    private static JsonObject Session(HttpRequest request, OpperEmulatorOptions options, LocalAccess access) => new JsonObject
    {
        ["key"] = access.IsLocal(request) ? options.ApiKey ?? OpperEmulatorOptions.AnyKey : null,
        ["cassette"] = options.Cassette?.Mode.ToString().ToLowerInvariant(),
        ["any_key"] = options.ApiKey is null,
        ["key_required"] = !options.IsLocal,
        ["base_url"] = LocalAccess.Origin(request),
        ["version"] = typeof(PageEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0],
    }.WithoutNulls();
}
