using System.Text;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Swml.Tests;

public sealed class MethodTests
{
    [Theory]
    [InlineData("'answer'")]
    [InlineData("'hangup'")]
    [InlineData("{'answer':{'max_duration':60,'codecs':'PCMU,PCMA'}}")]
    [InlineData("{'hangup':{'reason':'busy'}}")]
    [InlineData("{'enter_queue':{'queue_name':'q','transfer_after_bridge':'https://x.example'}}")]
    [InlineData("{'play':'say:hello'}")]
    [InlineData("{'play':{'urls':['silence:1','ring:2:us'],'volume':-40}}")]
    [InlineData("{'play':{'url':'say:x','auto_answer':true}}")]
    [InlineData("{'play':{'url':'say:x','auto_answer':'${vars.answers}'}}")]
    [InlineData("{'prompt':{'play':'say:digits','max_digits':4,'terminators':'#','speech_language':'en-US'}}")]
    [InlineData("{'send_digits':{'digits':'1w2W*#A'}}")]
    [InlineData("{'sip_refer':{'to_uri':'sip:alice@example.com','status_url':'https://x.example/','username':'u','password':'p'}}")]
    [InlineData("{'sleep':-1}")]
    [InlineData("{'set':{'a':1,'vars.b':'${a}'}}")]
    [InlineData("{'unset':['a','b']}")]
    [InlineData("{'execute':{'dest':'main','params':{'a':1},'on_return':['hangup'],'result':{'case':{'1':['hangup']}}}}")]
    [InlineData("{'execute':{'dest':{'sections':{'main':['hangup']}}}}")]
    [InlineData("{'transfer':'https://x.example/${vars.next}'}")]
    [InlineData("{'return':{'any':['thing']}}")]
    [InlineData("'return'")]
    [InlineData("{'request':{'url':'https://x.example','method':'POST','body':{'a':1},'headers':{'X-A':'1'},'save_variables':'${b}'}}")]
    public void Method_OfTheTable_IsAccepted(string step) => Assert.Empty(Errors($"[{step.Replace('\'', '"')}]"));

    [Theory]
    [InlineData("{'answer':{'max_duration':0}}", "method_parameter_invalid_value /sections/main/0/answer/max_duration")]
    [InlineData("{'hangup':{'reason':'bored'}}", "method_parameter_invalid_value /sections/main/0/hangup/reason")]
    [InlineData("{'enter_queue':{}}", "method_parameter_missing /sections/main/0/enter_queue, method_parameter_missing /sections/main/0/enter_queue")]
    [InlineData("'play'", "method_parameter_missing /sections/main/0")]
    [InlineData("{'play':{}}", "method_parameter_missing /sections/main/0/play")]
    [InlineData("{'play':{'url':'say:x','urls':['say:y']}}", "method_parameter_conflict /sections/main/0/play/urls")]
    [InlineData("{'play':{'url':'tone:5','volume':41}}", "method_parameter_invalid_value /sections/main/0/play/url, method_parameter_invalid_value /sections/main/0/play/volume")]
    [InlineData("{'prompt':{'max_digits':0}}", "method_parameter_missing /sections/main/0/prompt, method_parameter_invalid_value /sections/main/0/prompt/max_digits")]
    [InlineData("{'send_digits':'12x'}", "method_parameter_invalid_value /sections/main/0/send_digits")]
    [InlineData("{'sip_refer':{'to_uri':'+15550100001'}}", "method_parameter_invalid_value /sections/main/0/sip_refer/to_uri")]
    [InlineData("{'sip_refer':{'status_url':'https://x.example/'}}", "method_parameter_missing /sections/main/0/sip_refer")]
    [InlineData("{'sleep':1.5}", "method_parameter_invalid_value /sections/main/0/sleep")]
    [InlineData("{'sleep':-2}", "method_parameter_invalid_value /sections/main/0/sleep")]
    [InlineData("{'set':{'call':1,'a-b':2}}", "method_parameter_invalid_value /sections/main/0/set/call, method_parameter_invalid_value /sections/main/0/set/a-b")]
    [InlineData("{'set':{'a':'${1 +}'}}", "js_eval_error /sections/main/0/set/a")]
    [InlineData("{'set':{'a':'${function(){}}'}}", "js_eval_error /sections/main/0/set/a")]
    [InlineData("{'unset':5}", "method_parameter_invalid_value /sections/main/0/unset")]
    [InlineData("{'execute':{'dest':'nowhere'}}", "method_parameter_invalid_value /sections/main/0/execute/dest")]
    [InlineData("{'execute':{'dest':{'sections':{}}}}", "main_section_missing /sections/main/0/execute/dest/sections")]
    [InlineData("{'transfer':{'params':{}}}", "method_parameter_missing /sections/main/0/transfer")]
    [InlineData("{'goto':'nowhere'}", "method_parameter_invalid_value /sections/main/0/goto")]
    [InlineData("{'goto':{'label':'a','max':101}},{'label':'a'}", "method_parameter_invalid_value /sections/main/0/goto/max")]
    [InlineData("{'label':'a'},{'label':'a'}", "element_duplicated /sections/main/1/label")]
    [InlineData("{'cond':[{'when':'true','then':[{'label':'b'}]}]},{'goto':'b'}", "method_parameter_invalid_value /sections/main/1/goto")]
    [InlineData("{'cond':[{'when':'a +','then':[]}]}", "js_eval_error /sections/main/0/cond/0/when")]
    [InlineData("{'request':{'url':'x','method':'PATCH','timeout':0}}", "method_parameter_invalid_value /sections/main/0/request/url, method_parameter_invalid_value /sections/main/0/request/method, method_parameter_invalid_value /sections/main/0/request/timeout")]
    [InlineData("{'play':{'url':'say:x','auto_answer':false}}", "method_parameter_invalid_value /sections/main/0/play/auto_answer")]
    [InlineData("{'play':{'url':'say:x','auto_answer':1}}", "method_parameter_invalid_value /sections/main/0/play/auto_answer")]
    [InlineData("{'play':{'uri':'say:x'}}", "method_parameter_missing /sections/main/0/play, method_parameter_undefined /sections/main/0/play/uri")]
    [InlineData("{'play':{'url':'say:x','loop':3}}", "method_parameter_undefined /sections/main/0/play/loop")]
    public void Method_WithWrongProperties_ReportsThemAll(string steps, string expected)
    {
        var errors = Errors($"[{steps.Replace('\'', '"')}]");

        Assert.Equal(expected, string.Join(", ", errors.Select(error => $"{error.Code["relay_script_".Length..]} {error.Pointer}")));
    }

    [Theory]
    [InlineData("stop_stream")]
    [InlineData("record_call")]
    [InlineData("stop_record_call")]
    [InlineData("tap")]
    [InlineData("join_room")]
    [InlineData("stream")]
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
