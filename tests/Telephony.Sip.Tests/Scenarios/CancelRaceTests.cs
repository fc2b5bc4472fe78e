using Orchestrator.Telephony.Sip.Tests.Scenarios.Raw;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>
/// Our CANCEL and the phone's 200 cross (RFC 5407 sections 2 and 3.1): whatever comes first, is lost or comes twice, the answer is acknowledged and hung up, and
/// nobody is told that the leg was answered.
/// </summary>
[Collection(SipService.Collection)]
public class CancelRaceTests(SipService service)
{
    private const string NobodyAnswered = "connecting failed:no_answer | B1 created ringing ended:no_answer";

    [Fact]
    public async Task Answer_BeforeTheResponseToTheCancel_IsHungUp()
    {
        await using var phone = new RawPhone(service.Port);
        var (running, call, cancel) = await Cancelled(phone);
        call.Answers(200, RawPhone.Sdp);
        await phone.Hears("ACK");
        var bye = await phone.Hears("BYE");
        call.Answers(cancel, 200);
        call.Answers(bye, 200);

        await IsTold(running);
    }

    [Fact]
    public async Task Answer_BehindTheResponseToTheCancel_IsHungUp()
    {
        await using var phone = new RawPhone(service.Port);
        var (running, call, cancel) = await Cancelled(phone);
        call.Answers(cancel, 200);
        call.Answers(200, RawPhone.Sdp);
        await phone.Hears("ACK");
        call.Answers(await phone.Hears("BYE"), 200);

        await IsTold(running);
    }

    [Fact]
    public async Task Answer_WhoseCancelCameTooLate_IsHungUp()
    {
        // RFC 3261 section 9.2: the INVITE is decided, and the CANCEL finds nothing.
        await using var phone = new RawPhone(service.Port);
        var (running, call, cancel) = await Cancelled(phone);
        call.Answers(cancel, 481);
        call.Answers(200, RawPhone.Sdp);
        await phone.Hears("ACK");
        call.Answers(await phone.Hears("BYE"), 481);

        await IsTold(running);
    }

    [Fact]
    public async Task Answer_WhoseAckIsLost_IsAcknowledgedAgain_AndHungUpOnce()
    {
        await using var phone = new RawPhone(service.Port);
        var (running, call, cancel) = await Cancelled(phone);
        call.Answers(cancel, 200);
        var answer = call.Answers(200, RawPhone.Sdp);
        var ack = await phone.Hears("ACK");
        var bye = await phone.Hears("BYE");
        call.Repeats(answer);
        await phone.HearsAgain(ack);
        call.Answers(bye, 200);

        await IsTold(running);
    }

    [Fact]
    public async Task Answer_OfAPhoneThatHearsNoCancel_IsHungUp()
    {
        // The CANCEL is lost, and lost again.
        await using var phone = new RawPhone(service.Port);
        var (running, call, cancel) = await Cancelled(phone);
        await phone.HearsAgain(cancel);
        call.Answers(200, RawPhone.Sdp);
        await phone.Hears("ACK");
        var bye = await phone.Hears("BYE");
        await phone.HearsAgain(bye);
        call.Answers(bye, 200);

        await IsTold(running);
    }

    [Fact]
    public async Task Answer_OfAPhoneThatNeverRang_IsHungUpWithoutACancel()
    {
        // Before a provisional response there must be no CANCEL (section 9.1).
        await using var phone = new RawPhone(service.Port);
        var running = await service.Begin($$"""{"to": "{{phone.Uri}}", "timeout": 1}""");
        var call = await phone.IsCalled();
        await running.Is("failed");
        call.Answers(200, RawPhone.Sdp);
        await phone.Hears("ACK");
        call.Answers(await phone.Hears("BYE"), 200);

        Assert.Equal("connecting failed:no_answer | B1 created ended:no_answer", (await running.Over()).Webhooks);
    }

    [Fact]
    public async Task Phone_ThatRingsOnlyNow_IsCancelledNow()
    {
        await using var phone = new RawPhone(service.Port);
        var running = await service.Begin($$"""{"to": "{{phone.Uri}}", "timeout": 1}""");
        var call = await phone.IsCalled();
        await running.Is("failed");
        call.Answers(180);
        call.Answers(await phone.Hears("CANCEL"), 200);
        call.Answers(487);
        await phone.Hears("ACK");

        Assert.Contains("B1 Gone from the wire: our CANCEL was confirmed.", (await running.Over()).Timeline);
    }

    [Fact]
    public async Task Refusal_LongAfterTheCancel_IsAcknowledged_AsOftenAsItComes()
    {
        await using var phone = new RawPhone(service.Port);
        var (running, call, cancel) = await Cancelled(phone);
        call.Answers(cancel, 200);
        // Serial hunting does not wait for it: the operation is over by now.
        await running.Is("failed");
        var refusal = call.Answers(487);
        var ack = await phone.Hears("ACK");
        call.Repeats(refusal);
        await phone.HearsAgain(ack);

        await IsTold(running);
    }

    private async Task<(Running Running, RawCall Call, WireMessage Cancel)> Cancelled(RawPhone phone)
    {
        var running = await service.Begin($$"""{"to": "{{phone.Uri}}", "timeout": 1}""");
        var call = await phone.IsCalled();
        call.Answers(180);
        return (running, call, await phone.Hears("CANCEL"));
    }

    private static async Task IsTold(Running running)
    {
        var story = await running.Over();
        Assert.Equal(NobodyAnswered, story.Webhooks);
        Assert.DoesNotContain("B1 Answered.", story.Timeline);
    }
}
