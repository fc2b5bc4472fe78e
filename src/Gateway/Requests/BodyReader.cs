using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Orchestrator.Gateway.Requests;

/// <summary>Reads a body of bounded length; a longer one is refused by its announced length, else as soon as it is too long.</summary>
internal static class BodyReader
{
    /// <returns>The bytes, or null if there are more than <paramref name="most"/>.</returns>
    public static async Task<ReadOnlyMemory<byte>?> Read(HttpRequest request, int most, CancellationToken cancellation)
    {
        if (request.ContentLength > most) return Refuse(request);

        var body = new ArrayBufferWriter<byte>((int)(request.ContentLength ?? 4096) + 1);
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellation);
            if (body.WrittenCount + read.Buffer.Length > most)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return Refuse(request);
            }

            foreach (var segment in read.Buffer) body.Write(segment.Span);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) return body.WrittenMemory;
        }
    }

    /// <summary>The rest is not waited for: the connection is closed behind the answer.</summary>
    private static ReadOnlyMemory<byte>? Refuse(HttpRequest request)
    {
        if (HttpProtocol.IsHttp11(request.Protocol)) request.HttpContext.Response.Headers.Connection = "close";
        return null;
    }
}
