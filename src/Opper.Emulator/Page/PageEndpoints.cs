using System.Reflection;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Opper.Emulator.Page;

/// <summary>The page at /, its assets, and its initial data.</summary>
internal static class PageEndpoints
{
    private const string Assets = "/assets";

    /// <summary>Serves the files of the page, which are embedded in the assembly.</summary>
    public static void UsePage(this IApplicationBuilder app)
    {
        app.Use((context, next) =>
        {
            context.Request.Path = context.Request.Path.Value switch
            {
                "/" => Assets + "/index.html",
                "/favicon.ico" => Assets + "/icon.svg",
                _ => context.Request.Path,
            };
            return next(context);
        });
        app.UseStaticFiles(new StaticFileOptions
        {
            RequestPath = Assets,
            FileProvider = new EmbeddedFileProvider(typeof(PageEndpoints).Assembly, typeof(PageEndpoints).Namespace + ".assets"),
            OnPrepareResponse = Prepare,
        });
    }

    public static void MapPage(this IEndpointRouteBuilder app, OpperEmulatorOptions options, LocalAccess access)
    {
        // As under /_emulator, which requires a key if not on loopback; the reference page does not have one yet.
        app.MapGet(ReferencePage.ContractPath, (HttpRequest request) => Wire.Json(ContractDocument.Current.WithServer(LocalAccess.Origin(request))));
        app.MapGet(EmulatorPaths.Session, (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return Wire.Json(Session(context.Request, options, access));
        });
        app.MapReference(options, access);
    }

    private static void Prepare(StaticFileResponseContext file)
    {
        var response = file.Context.Response;
        PageSecurity.Protect(response, PageSecurity.PagePolicy);
        // Revalidated each time, so that a newer emulator on the same port is noticed; the ETag keeps that cheap.
        response.Headers.CacheControl = "no-cache";
        if (response.ContentType?.StartsWith("text/", StringComparison.Ordinal) == true)
        {
            response.ContentType += "; charset=utf-8";
        }
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
