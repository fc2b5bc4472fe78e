using System.Text;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Swml.Tests;

public sealed class MethodTests
{
    [Theory]
    [InlineData("answer")]
    [InlineData("hangup")]
    [InlineData("enter_queue")]
    [InlineData("play")]
    [InlineData("prompt")]
    [InlineData("send_digits")]
    [InlineData("sleep")]
    [InlineData("set")]
    [InlineData("unset")]
    [InlineData("execute")]
    [InlineData("transfer")]
    [InlineData("goto")]
    [InlineData("label")]
    [InlineData("return")]
    [InlineData("request")]
    public void Method_OfTheTable_IsAccepted(string name)
    {
        Assert.Empty(Errors($"[\"{name}\",{{\"{name}\":{{}}}}]"));
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("stop_stream")]
    [InlineData("record_call")]
    [InlineData("stop_record_call")]
    [InlineData("tap")]
    [InlineData("sip_refer")]
    [InlineData("join_room")]
    [InlineData("user_event")]
    [InlineData("ai")]
    [InlineData("pay")]
    public void Method_KnownButNotBuilt_IsRefusedByName(string name)
    {
        var error = Assert.Single(Errors($"[{{\"{name}\":{{}}}}]"));

        Assert.Equal((ErrorCodes.MethodUndefined, $"/sections/main/0/{name}"), (error.Code, error.Pointer));
        Assert.Contains("not supported by this engine yet", error.Message);
    }

    [Fact]
    public void Method_Unknown_SuggestsANearOne()
    {
        var error = Assert.Single(Errors("[{\"conect\":{}}]"));

        Assert.Equal((ErrorCodes.MethodUndefined, "perhaps connect"), (error.Code, error.Expected));
    }

    [Theory]
    [InlineData("[{\"when\":\"a\",\"then\":[]},{\"else\":[]}]", true)]
    [InlineData("[{\"else\":[]}]", true)]
    [InlineData("[]", false)]
    [InlineData("{}", false)]
    [InlineData("[{\"else\":[]},{\"else\":[]}]", false)]
    [InlineData("[{\"when\":5,\"then\":[]}]", false)]
    [InlineData("[{\"when\":\"a\",\"then\":\"hangup\"}]", false)]
    public void Cond_Form_IsChecked(string cond, bool holds) => Assert.Equal(holds, Errors($"[{{\"cond\":{cond}}}]").IsEmpty);

    [Theory]
    [InlineData("{\"variable\":\"x\",\"case\":{}}", true)]
    [InlineData("{\"variable\":\"x\",\"default\":[]}", true)]
    [InlineData("{\"case\":{}}", false)]
    [InlineData("{\"variable\":\"x\"}", false)]
    [InlineData("{\"variable\":\"x\",\"case\":[]}", false)]
    public void Switch_Form_IsChecked(string choice, bool holds) => Assert.Equal(holds, Errors($"[{{\"switch\":{choice}}}]").IsEmpty);

    private static System.Collections.Immutable.ImmutableArray<SwmlError> Errors(string main) =>
        SwmlValidator.Read(Encoding.UTF8.GetBytes($"{{\"sections\":{{\"main\":{main}}}}}"), "application/json").Errors;
}
