using System.Text;
using Orchestrator.Gateway.Connects;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Gateway.Tests.Requests;

public sealed class ConnectRequestReaderTests
{
    private const string Caller = """ "call": { "from": "+15550100001", "to": "sip:a@example.com;transport=tcp" } """;
    private const string Connect = """ "connect": { "to": "+15550100150" } """;

    [Fact]
    public void Read_InlineCaller_IsTakenWithDefaults()
    {
        var request = Read($"{{ {Caller}, {Connect} }}").Request!;

        Assert.Null(request.CallId);
        Assert.Equal(("+15550100001", "sip:a@example.com;transport=tcp", false, null), (request.Caller!.From, request.Caller.To, request.Caller.Answered, request.Caller.HangUpAfter));
        Assert.Single(request.Plan.Groups);
    }

    [Fact]
    public void Read_YamlWithoutContentType_IsTheSame()
    {
        var request = Read("""
            call: { from: "+15550100001", to: "+15550100002", answered: true, hangup_after: 1500 }
            connect: { to: "+15550100150" }
            """).Request!;

        Assert.True(request.Caller!.Answered);
        Assert.Equal(TimeSpan.FromMilliseconds(1500), request.Caller.HangUpAfter);
    }

    [Fact]
    public void Read_CallId_IsTaken()
    {
        var id = "call_" + new string('a', 32);

        Assert.Equal(id, Read($$"""{ "call_id": "{{id}}", {{Connect}} }""").Request!.CallId);
    }

    /// <summary>What follows a connect is run from a document around it: what would not hold there is refused here.</summary>
    [Theory]
    [InlineData(22, null)]
    [InlineData(23, "/connect")]
    public void Read_WithAResult_IsAsDeepAsItsDocumentMayBe(int lists, string? pointer)
    {
        var value = new string('[', lists) + new string(']', lists);

        var errors = Read($$$"""{ {{{Caller}}}, "connect": { "to": "+15550100150", "result": [ { "when": "true", "then": [ { "set": { "a": {{{value}}} } } ] } ] } }""").Errors;

        Assert.Equal(pointer is null ? [] : [pointer], errors.Select(error => error.Pointer));
    }

    [Theory]
    [InlineData("{", "request_parse_error", "")]
    [InlineData("[]", "request_parameter_invalid_value", "")]
    [InlineData("{ CALLER, CONNECT, CALLER }", "relay_script_element_duplicated", "/call")]
    [InlineData("{ CONNECT }", "request_parameter_missing", "")]
    [InlineData("{ CALLER }", "request_parameter_missing", "")]
    [InlineData("{ CALLER, \"call_id\": \"call_00000000000000000000000000000000\", CONNECT }", "request_parameter_conflict", "/call_id")]
    [InlineData("{ \"call_id\": \"conn_00000000000000000000000000000000\", CONNECT }", "request_parameter_invalid_value", "/call_id")]
    [InlineData("{ CALLER, CONNECT, \"conect\": 1 }", "request_parameter_undefined", "/conect")]
    [InlineData("{ CALLER, \"connect\": { \"to\": \"+15550100150\", \"from\": \"${vars.me}\" } }", "not_supported_yet", "/connect/from")]
    public void Read_OneError_NamesCodeAndPointer(string body, string code, string pointer)
    {
        var error = Assert.Single(Read(body.Replace("CALLER", Caller).Replace("CONNECT", Connect)).Errors);

        Assert.Equal((code, pointer), (error.Code, error.Pointer));
    }

    [Theory]
    [InlineData("\"from\": \"12\"", "/call/from")]
    [InlineData("\"from\": 12", "/call/from")]
    [InlineData("\"from\": \"sip:user:secret@host\"", "/call/from")]
    [InlineData("\"from\": \"+15550100001\", \"answered\": \"true\"", "/call/answered")]
    [InlineData("\"from\": \"+15550100001\", \"hangup_after\": -1", "/call/hangup_after")]
    [InlineData("\"from\": \"+15550100001\", \"hangup_after\": 86400001", "/call/hangup_after")]
    public void Read_WrongCaller_PointsAtTheMember(string members, string pointer)
    {
        var error = Assert.Single(Read($$"""{ "call": { "to": "+15550100002", {{members}} }, {{Connect}} }""").Errors);

        Assert.Equal(("request_parameter_invalid_value", pointer), (error.Code, error.Pointer));
    }

    [Fact]
    public void Read_ManyErrors_AreAllThereInTheOrderOfTheText()
    {
        var reading = Read("""
            call:
              from: nobody
              who: 1
            extra: 1
            connect:
              serial:
                - to: "+15550100150"
                  timeout: 0
            """);

        Assert.Null(reading.Request);
        Assert.Equal(["/call", "/call/from", "/call/who", "/extra", "/connect/serial/0/timeout"], reading.Errors.Select(error => error.Pointer));
        Assert.Equal([2, 2, 3, 4, 8], reading.Errors.Select(error => error.Line ?? 0));
        Assert.Equal("\"nobody\"", reading.Errors[1].Found);
    }

    private static ConnectReading Read(string body) => ConnectRequestReader.Read(Encoding.UTF8.GetBytes(body), null, SwmlLimits.Default);
}
