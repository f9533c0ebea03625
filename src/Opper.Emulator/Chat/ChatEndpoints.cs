using Microsoft.AspNetCore.Http.Features;

namespace Opper.Emulator.Chat;

/// <summary>Chat in OpenAI's format.</summary>
internal static class ChatEndpoints
{
    private const string OldBase = "/compat/openai";

    public static void MapChat(this IEndpointRouteBuilder app, ChatReader reader, ChatService chats) =>
        app.MapPost("/v2/openai/chat/completions", (HttpRequest request) =>
        {
            var body = RequestBody.Of(request);
            var chat = new ChatConversation(body.Json);
            return chats.CompleteAsync(reader.Read(body, chat), chat, request.HttpContext);
        });

    /// <summary>Redirects requests to the legacy base URL for OpenAI's clients internally to the current one.</summary>
    public static Task FromOldBaseAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments(OldBase, StringComparison.OrdinalIgnoreCase, out var rest))
        {
            context.Request.Path = "/v2/openai" + rest;
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = context.Request.Path + context.Request.QueryString;
        }

        return next(context);
    }
}
