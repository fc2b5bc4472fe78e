using Orchestrator.Swml.Plan;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Swml.Tests;

public sealed class ConnectPropertyTests
{
    public static readonly string[] Kinds = ["+15551230001", "sip:a@b.example", "/public/x", "queue:q", "stream:wss://m.example"];

    /// <summary>Property, a value, and the kinds that it counts for.</summary>
    public static TheoryData<string, string, string> Effects => new()
    {
        { "from", "'+15551239999'", "phone sip fabric queue stream" },
        { "from_name", "'Alice'", "sip" },
        { "headers", "[{'name':'X-A','value':'1'}]", "sip fabric" },
        { "codecs", "'PCMU'", "sip fabric" },
        { "webrtc_media", "true", "sip fabric" },
        { "session_timeout", "90", "sip fabric" },
        { "encryption", "'forbidden'", "sip" },
        { "timeout", "7", "phone sip fabric queue stream" },
        { "confirm", "'https://x.example/c'", "phone sip fabric" },
        { "confirm_timeout", "7", "phone sip fabric" },
        { "call_state_url", "'https://x.example/c'", "phone sip fabric queue stream" },
        { "call_state_events", "['created']", "phone sip fabric queue stream" },
        { "name", "'n'", "stream" },
        { "codec", "'L16'", "stream" },
        { "realtime", "true", "stream" },
        { "authorization_bearer_token", "'t'", "stream" },
        { "custom_parameters", "{'a':'1'}", "stream" },
        { "status_url_method", "'GET'", "stream" },
    };

    [Theory]
    [MemberData(nameof(Effects))]
    public void Property_OnEachKind_CountsWhereItHasAnEffect(string name, string value, string expected)
    {
        var affected = Kinds.Where(to => Leg($"'to':'{to}'") != Leg($"'to':'{to}','{name}':{value}")).Select(KindOf);

        Assert.Equal(expected, string.Join(' ', affected));
    }

    [Theory]
    [MemberData(nameof(Effects))]
    public void Placeholder_OnEachKind_IsListedWhereItHasAnEffect(string name, string value, string expected)
    {
        var open = value.Contains("':") ? value.Replace("'1'", "'${v}'") : value.StartsWith('[') ? "['${v}']" : "'${v}'";

        var affected = Kinds.Where(to => !TestDocuments.Compile(Destination($"'to':'{to}','{name}':{open}")).Placeholders.IsEmpty).Select(KindOf);

        Assert.Equal(expected, string.Join(' ', affected));
    }

    [Theory]
    [InlineData("username", "'u'")]
    [InlineData("password", "'p'")]
    [InlineData("name", "'n'")]
    [InlineData("codec", "'PCMU'")]
    [InlineData("realtime", "true")]
    [InlineData("authorization_bearer_token", "'t'")]
    [InlineData("custom_parameters", "{}")]
    [InlineData("status_url_method", "'GET'")]
    public void DestinationProperty_BesideAList_IsToldWhereItBelongs(string name, string value)
    {
        var error = Assert.Single(TestDocuments.Compile($"{{'serial':[{{'to':'+15551230001'}}],'{name}':{value}}}").Errors);

        Assert.Equal((ErrorCodes.MethodParameterUndefined, "/" + name), (error.Code, error.Pointer));
        Assert.Equal("it on the destinations in serial", error.Expected);
        Assert.Empty(TestDocuments.Compile($"{{'to':'+15551230001','{name}':{value}}}").Errors);
    }

    [Fact]
    public void Credentials_OnASipDestination_ArePlannedAndHidden()
    {
        var compiled = TestDocuments.Compile("{'to':'sip:a@b.example','username':'u','password':'hunter2'}");

        var credentials = compiled.Plan!.Groups[0].Legs[0].Credentials;
        Assert.Equal(new SipCredentials("u", "hunter2"), credentials);
        Assert.DoesNotContain("hunter2", credentials!.ToString());
    }

    [Theory]
    [InlineData("timuot", "a known property, perhaps timeout")]
    [InlineData("to_", "a known property, perhaps to")]
    [InlineData("Serial", "a known property, perhaps serial")]
    [InlineData("callerid", "a property that is known here")]
    public void UnknownProperty_NearAKnownOne_SuggestsIt(string name, string expected)
    {
        var error = Assert.Single(TestDocuments.Compile($"{{'to':'+15551230001','{name}':1}}").Errors);

        Assert.Equal(expected, error.Expected);
    }

    [Theory]
    [InlineData("'to':'+15551230001'", "")]
    [InlineData("'to':'+15551230001','confirm':[]", "")]
    [InlineData("'to':'+15551230001','ringback':[]", "")]
    [InlineData("'to':'/public/x'", "destination:fabric /to")]
    [InlineData("'to':'stream:wss://m.example','confirm':'https://x.example'", "destination:stream /to")]
    [InlineData("'to':'queue:${q}'", "placeholder /to")]
    [InlineData("'to':'+15551230001','result':[{'else':[{'play':{'url':'say:${x}'}}]}]", "result /result")]
    [InlineData("'to':'+15551230001','from_name':'${n}'", "")]
    [InlineData("'to':'+15551230001','transfer_after_bridge':'${t}'", "transfer_after_bridge /transfer_after_bridge, placeholder /transfer_after_bridge")]
    public void Features_OfAConnect_AreThoseThatTakeEffect(string connect, string expected)
    {
        var compiled = TestDocuments.Compile($"{{{connect}}}");

        Assert.Empty(compiled.Errors);
        Assert.Equal(expected, string.Join(", ", compiled.Features.Select(feature => $"{feature.Name} {feature.Pointer}")));
    }

    [Theory]
    [InlineData("'password':['SECRET']")]
    [InlineData("'password':'SECRET\\u0000','username':'u'")]
    [InlineData("'authorization_bearer_token':'SECRET SECRET'")]
    [InlineData("'call_state_url':'ftp://user:SECRET@x.example/'")]
    [InlineData("'call_state_url':'https:/user:SECRET@x.example/'")]
    [InlineData("'call_state_url':'ftp://x.example/?token=SECRET'")]
    [InlineData("'from':'sip:alice:SECRET@x.example'")]
    [InlineData("'headers':[{'name':'X-Key','value':'SECRET\\n'}]")]
    [InlineData("'status_url':'user:SECRET@x.example'")]
    [InlineData("'custom_parameters':{'key':['SECRET']}")]
    [InlineData("'transfer_after_bridge':'SECRET'")]
    [InlineData("'transfer_after_bridge':'{\\u0022sections\\u0022:SECRET'")]
    public void Errors_AboutSecrets_DoNotShowThem(string property)
    {
        var errors = TestDocuments.Compile($"{{'to':'+15551230001',{property}}}").Errors;

        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.DoesNotContain("SECRET", error.ToString()));
    }

    [Fact]
    public void Error_Message_SaysWhatWhereAndWhatInstead()
    {
        var error = Assert.Single(TestDocuments.Compile("{'to':'+15551230001',\n 'timeout':0}").Errors);

        Assert.Equal(
            "At /timeout (line 2, column 12): found the number 0; expected a whole number of seconds from 1 to 86400, or a variable string.",
            error.Message);
    }

    /// <summary>The leg alone in a list, as text; its properties are on the destination.</summary>
    private static string Leg(string destination)
    {
        var compiled = TestDocuments.Compile(Destination(destination));
        Assert.True(compiled.Plan is not null, string.Join('\n', compiled.Errors));
        return PlanText.Of(compiled);
    }

    private static string Destination(string destination) =>
        $"{{'transfer_after_bridge':'https://x.example','serial':[{{{destination}}}]}}";

    private static string KindOf(string to) =>
        TestDocuments.Compile(Destination($"'to':'{to}'")).Plan!.Groups[0].Legs[0].To.Kind;
}
