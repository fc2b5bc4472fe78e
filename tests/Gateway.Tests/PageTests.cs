using System.Net;
using System.Text.RegularExpressions;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>The pages: served to everybody, whole, and from nowhere else.</summary>
[Collection(ServiceFixture.Collection)]
public sealed partial class PageTests(ServiceFixture service)
{
    private readonly Api _api = new(service.Anonymous);

    [Theory]
    [InlineData("/")]
    [InlineData("/docs/")]
    public async Task Page_WithoutCredentials_IsServedWithAPolicyOfItsOwn(string path)
    {
        var answer = await _api.Get(path);

        Assert.Equal(200, answer.Status);
        Assert.StartsWith("text/html", answer.ContentType, StringComparison.Ordinal);
        var policy = answer.Header("Content-Security-Policy")!;
        Assert.StartsWith("default-src 'none'; script-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch("script-src [^;]*unsafe", policy);
        Assert.DoesNotMatch("http|\\*", policy);
    }

    [Fact]
    public async Task Reference_WithoutSlash_LeadsToThePage()
    {
        var answer = await _api.Get("/docs");

        Assert.Equal(302, answer.Status);
        Assert.Equal("docs/", answer.Header("Location"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/docs/")]
    public async Task Page_WhatItLoads_IsThereAndOfThisHost(string path)
    {
        var page = await _api.Get(path);
        var seen = new HashSet<string>();
        var waiting = new Queue<(string From, string Text)>([(path, page.Text)]);
        while (waiting.TryDequeue(out var file))
        {
            foreach (var link in Links(file.Text))
            {
                Assert.DoesNotContain("//", link, StringComparison.Ordinal);
                var target = new Uri(new Uri(service.Anonymous.BaseAddress!, file.From), link).AbsolutePath;
                if (!seen.Add(target)) continue;
                var answer = await _api.Get(target);
                Assert.True(answer.Status == 200, $"{target}, of {file.From}: {answer.Status}");
                // The reference's bundle is foreign and minified; what it may load, the policy of its page says.
                if (!target.EndsWith("scalar.js", StringComparison.Ordinal)) waiting.Enqueue((target, answer.Text));
            }

            AssertOfThisHost(file.Text, file.From);
        }

        Assert.True(seen.Count >= 2, string.Join(", ", seen));
    }

    [Fact]
    public async Task Console_EveryFile_IsServedWithItsTypeAndNamesNoOtherHost()
    {
        var files = typeof(GatewayServices).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("Console/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);

        foreach (var path in files.Select(file => file["Console".Length..]))
        {
            var answer = await _api.Get(path);
            Assert.True(answer.Status == 200, path);
            var type = Path.GetExtension(path) switch { ".js" => "text/javascript", ".css" => "text/css", ".html" => "text/html", _ => "" };
            Assert.StartsWith(type, answer.ContentType, StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
            AssertOfThisHost(answer.Text, path);

            var again = new HttpRequestMessage(HttpMethod.Get, path);
            again.Headers.TryAddWithoutValidation("If-None-Match", answer.Header("ETag"));
            Assert.Equal(304, (await _api.Send(again)).Status);
            Assert.Equal(200, (await _api.Send(new HttpRequestMessage(HttpMethod.Head, path))).Status);
        }
    }

    [Fact]
    public async Task Reference_EachTime_HasAnotherNonce()
    {
        var (first, second) = (await _api.Get("/docs/"), await _api.Get("/docs/"));

        var nonce = NonceOf().Match(first.Header("Content-Security-Policy")!).Groups[1].Value;
        Assert.NotEmpty(nonce);
        Assert.Contains($"nonce=\"{nonce}\"", WebUtility.HtmlDecode(first.Text), StringComparison.Ordinal);
        Assert.DoesNotContain(nonce, second.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(nonce, second.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Links(string text) =>
        Link().Matches(text).Select(match => match.Groups[1].Value).Where(link => !link.StartsWith("data:", StringComparison.Ordinal) && !link.StartsWith('#'));

    private static void AssertOfThisHost(string text, string file)
    {
        var foreign = Address().Matches(text).Select(match => match.Value)
            .Where(address => !address.Contains("//127.0.0.1", StringComparison.Ordinal) && !address.Contains("//www.w3.org/", StringComparison.Ordinal));
        Assert.True(!foreign.Any(), $"{file}: {string.Join(", ", foreign)}");
    }

    [GeneratedRegex("""(?:<script[^>]* src=|<link[^>]* href=|<img[^>]* src=|\bfrom |\bimport )["']([^"']+)["']""")]
    private static partial Regex Link();

    [GeneratedRegex("""(?:https?|wss?)://[^\s"'`<>)]+""")]
    private static partial Regex Address();

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex NonceOf();
}
