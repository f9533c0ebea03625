using System.Security.Cryptography;
using Scalar.AspNetCore;

namespace Opper.Emulator.Page;

/// <summary>The API reference at /reference: Scalar, from its assembly, with the contract that this emulator serves.</summary>
internal static class ReferencePage
{
    public const string ContractPath = "/assets/openapi.json";

    public static void MapReference(this IEndpointRouteBuilder app, OpperEmulatorOptions options, LocalAccess access) =>
        app.MapScalarApiReference("/reference", (scalar, context) =>
        {
            var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            PageSecurity.Protect(context.Response, PageSecurity.ReferencePolicy(nonce));
            scalar.WithNonce(nonce);
            scalar.Title = "Opper API · emulator";
            scalar.Favicon = "/assets/icon.svg";
            scalar.OpenApiRoutePattern = ContractPath;
            scalar.Servers = [new ScalarServer(LocalAccess.Origin(context.Request), "This emulator")];
            scalar.HeadContent = """<link rel="stylesheet" href="/assets/reference.css">""";
            scalar.HeaderContent = """<nav class="emulator-bar" aria-label="Emulator"><a href="/">← Opper Emulator</a></nav>""";
            scalar.DefaultHttpClient = new(ScalarTarget.CSharp, ScalarClient.HttpClient);
            // No requests to other servers.
            scalar.DefaultFonts = false;
            scalar.HideClientButton = true;
            scalar.DisableTelemetry();
            scalar.DisableAgent();
            scalar.DisableMcp();
            scalar.HideDeveloperTools();
            scalar.AddPreferredSecuritySchemes("bearerAuth");
            if (access.IsLocal(context.Request))
            {
                scalar.AddHttpAuthentication("bearerAuth", bearer => bearer.Token = options.ApiKey ?? OpperEmulatorOptions.AnyKey);
            }
        });
}
