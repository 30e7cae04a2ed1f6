using System.Security.Cryptography;
using System.Text;
using GraphBlog.Engine.Execution;
using GraphQL.Types;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace GraphBlog.Engine.Http;

/// <summary>
/// Answers `GET /graphql?sdl` with the schema, to whom introspection would tell it too. The path and the media type are Hot Chocolate's.
/// </summary>
internal sealed class SchemaFile(ISchema schema, ErrorFilter errors, ExecutionGate gate, IOptions<GraphQLServerOptions> options)
{
    private readonly Lazy<(byte[] Text, EntityTagHeaderValue Tag)> _file = new(() =>
    {
        var text = Encoding.UTF8.GetBytes(SchemaPrinter.Print(schema));
        // weak, as the same schema may come compressed
        return (text, new($"\"{Convert.ToHexStringLower(SHA256.HashData(text).AsSpan(0, 8))}\"", isWeak: true));
    });

    public static bool IsAskedFor(HttpRequest request)
        => HttpMethods.IsGet(request.Method) && request.Query.ContainsKey("sdl") && !request.Query.ContainsKey("query");

    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            await AdmitAsync(http);
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            var error = errors.OnError(e, operationName: null, http.TraceIdentifier);
            await JsonAnswer.WriteAsync(http, [OperationResult.Refused(error.Status, error)], batch: false, MediaTypes.Json);
            return;
        }

        var (text, tag) = _file.Value;
        var headers = http.Response.GetTypedHeaders();
        (headers.ETag, headers.CacheControl) = (tag, new() { Private = true, NoCache = true });
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        http.Response.ContentType = "application/graphql; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"schema.graphql\"";
        http.Response.ContentLength = text.Length;
        await http.Response.Body.WriteAsync(text, http.RequestAborted);
    }

    private async Task AdmitAsync(HttpContext http)
    {
        if (!options.Value.AllowIntrospection)
        {
            throw new GraphQLRequestException(
                "Introspection is switched off on this server.", ErrorCodes.IntrospectionDisabled, StatusCodes.Status403Forbidden);
        }

        if (http.RequestServices.GetService<HttpRequestInterceptor>() is { } interceptor)
        {
            await gate.LetInAsync(
                async limit =>
                {
                    await interceptor.OnCreateAsync(http, limit.Token);
                    await interceptor.OnCompletedAsync(http);
                    return true;
                },
                http.RequestAborted, leave: null, interceptor.Lane(http) ?? HttpRequestInterceptor.LaneOfAddress(http));
        }
    }
}
