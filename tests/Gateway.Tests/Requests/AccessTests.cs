using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Orchestrator.Gateway.Authentication;
using Orchestrator.Gateway.Listening;
using Orchestrator.Hosting;

namespace Orchestrator.Gateway.Tests.Requests;

public sealed class AccessTests
{
    [Theory]
    [InlineData("acme:s:cret", "acme", "s:cret")]
    [InlineData("acme:", "acme", "")]
    [InlineData(":x", "", "x")]
    public void Credentials_Basic_AreSplitAtTheFirstColon(string pair, string project, string token)
    {
        Assert.True(BasicCredentials.TryParse("basic " + Base64(pair), out var credentials));
        Assert.Equal((project, token), (credentials.Project, credentials.Token));
        Assert.Equal($"{project}:***", credentials.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic !!!")]
    [InlineData("Basic YWNtZQ==")] // no colon
    [InlineData("Basic /zr/")] // not UTF-8
    [InlineData("Bearer YTpi")]
    public void Credentials_AnythingElse_AreNone(string? header) => Assert.False(BasicCredentials.TryParse(header, out _));

    [Theory]
    [InlineData("acme", "one", true)]
    [InlineData("acme", "two", true)]
    [InlineData("acme", "three", false)]
    [InlineData("acme", "", false)]
    [InlineData("other", "one", false)]
    [InlineData("ACME", "one", false)]
    public void Tokens_AnyOfTheProjectsOwn_IsAccepted(string project, string token, bool accepted) =>
        Assert.Equal(accepted, new KnownProjects(Options.Create(Projects("acme", "one", "two"))).Accepts(project, token));

    [Fact]
    public void Projects_EverythingWrong_IsSaidAtOnce()
    {
        var options = new ProjectsOptions { Projects = { new() { Id = "a:b" }, new() { Id = "x", Tokens = { "" } }, new() { Id = "x", Tokens = { "t" } } } };

        Assert.Equal(4, new ProjectsValidator().Validate(null, options).Failures!.Count());
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("http://localhost:8080", true)]
    [InlineData("http://[::1]:8080", true)]
    [InlineData("http://unix:/run/gateway.sock", true)]
    [InlineData("http://0.0.0.0:8080", false)]
    [InlineData("http://[::]:8080", false)]
    [InlineData("http://*:8080", false)]
    [InlineData("http://+:8080", false)]
    [InlineData("http://192.168.1.1:8080", false)]
    [InlineData("http://localhost.example.com", false)]
    public void Guard_DevelopmentToken_OnlyOnThisMachine(string address, bool allowed)
    {
        Assert.Equal(allowed, ListenGuard.Refusal([address], Projects("dev", "dev")) is null);
        Assert.Equal(allowed, ListenGuard.Refusal([address], new ProjectsOptions()) is null);
        Assert.Null(ListenGuard.Refusal([address], Projects("dev", "a token of one's own")));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("127.0.0.1:8097")]
    public void Guard_WhatIsNoAddress_IsNamedWithWhatOneLooksLike(string address)
    {
        var refusal = ListenGuard.Refusal([address], Projects("acme", "a token of one's own"));

        Assert.Contains($"'{address}'", refusal, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:8080", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http_ports=80", "http://*:80")]
    [InlineData("http_ports=80|urls=http://127.0.0.1:1;http://127.0.0.1:2", "http://127.0.0.1:1 http://127.0.0.1:2")]
    [InlineData("urls=http://127.0.0.1:1|Kestrel:Endpoints:Web:Url=http://*:3", "http://*:3")]
    public void Addresses_MostSpecificSetting_IsTheOneFollowed(string settings, string addresses)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Split('|').Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])))
            .Build();

        Assert.Equal(addresses, string.Join(' ', ListenAddresses.Of(configuration, [])));
    }

    private static ProjectsOptions Projects(string id, params string[] tokens) =>
        new() { Projects = { new() { Id = id, Tokens = [.. tokens] } } };

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
