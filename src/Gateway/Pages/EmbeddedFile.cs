using System.Buffers.Text;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Orchestrator.Gateway.Pages;

/// <summary>A file of the console, as it is in the assembly.</summary>
/// <param name="Path">Below the console's folder, with slashes.</param>
internal sealed record EmbeddedFile(string Path, byte[] Content, string ContentType, EntityTagHeaderValue Tag)
{
    private const string Folder = "Console/";
    private static readonly FileExtensionContentTypeProvider Types = new();

    /// <summary>All there are; none if the console was not built in.</summary>
    public static IEnumerable<EmbeddedFile> All(Assembly assembly) =>
        from name in assembly.GetManifestResourceNames()
        where name.StartsWith(Folder, StringComparison.Ordinal)
        select Load(assembly, name);

    private static EmbeddedFile Load(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var type = Types.TryGetContentType(name, out var known) ? known : "application/octet-stream";
        return new EmbeddedFile(name[Folder.Length..], content, WithCharset(type), TagOf(content));
    }

    private static string WithCharset(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type;

    private static EntityTagHeaderValue TagOf(byte[] content) =>
        new($"\"{Base64Url.EncodeToString(SHA256.HashData(content).AsSpan(0, 12))}\"");
}
