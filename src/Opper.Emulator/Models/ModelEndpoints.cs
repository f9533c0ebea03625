using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Opper.Emulator.Http;

namespace Opper.Emulator.Models;

internal static class ModelEndpoints
{
    public static void MapModels(this IEndpointRouteBuilder app) =>
        app.MapGet("/v2/models", (HttpRequest request) => Page.Read(request).Of(ModelCatalog.All(), m => m.WithoutNulls()));
}
