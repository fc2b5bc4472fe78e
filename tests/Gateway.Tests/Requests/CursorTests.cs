using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Orchestrator.Gateway.Lists;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Webhooks;

namespace Orchestrator.Gateway.Tests.Requests;

public sealed class CursorTests
{
    private static readonly ListPosition Somewhere =
        new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1), CallIds.Connect(new string('a', 32), "1"));

    [Fact]
    public void Cursor_WrittenAndRead_IsThePosition() => Assert.Equal(Somewhere, Cursor.Read(Cursor.Write(Somewhere)));

    public static TheoryData<string> Owners
    {
        get
        {
            var session = new string('a', 32);
            var (caller, connect) = (CallIds.Caller(session), CallIds.Connect(session, new string('b', 16)));
            var leg = CallIds.Leg(connect, 10);
            return
            [
                caller, connect, leg, CallIds.Wait(session, "1"), CallIds.Script(session), CallIds.ScriptBy(session, "request"),
                CallIds.ScriptAfter(connect), CallIds.Confirm(leg), CallIds.Control(caller, "mine"), CallIds.Control(leg, "mine"),
            ];
        }
    }

    [Theory]
    [MemberData(nameof(Owners))]
    public void Cursor_OfADelivery_IsThePositionWhateverItTellsAbout(string owner)
    {
        var behind = Somewhere with { Id = WebhookIds.Of(owner, long.MaxValue) };

        Assert.Equal(behind, Cursor.Read(Cursor.Write(behind)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("zz")]
    [InlineData("====")]
    [InlineData("MXxoZWxsbw")] // 1|hello
    [InlineData("LTF8Y2FsbF8wMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMA")] // -1|call_0…
    public void Cursor_NotOurs_IsNone(string text) => Assert.Null(Cursor.Read(text));

    [Fact]
    public void Filter_Nothing_IsTheFirstFifty()
    {
        var (query, errors) = Read(new ListFilter());

        Assert.Empty(errors);
        Assert.Equal((50, null, null), (query.Limit, query.State, query.After));
    }

    [Fact]
    public void Filter_EverythingWrong_IsSaidAtOnce()
    {
        var filter = new ListFilter { State = "ended", Address = "", CreatedAfter = "today", CreatedBefore = "1", Limit = "201", Cursor = "zz" };
        var (_, errors) = Read(filter, "stat");

        Assert.Equal(["?stat", "?state", "?address", "?created_after", "?created_before", "?cursor", "?limit"], errors.Select(error => error.Pointer));
        Assert.Contains(errors, error => error.Code == "invalid_cursor");
    }

    [Fact]
    public void Filter_InstantWithOffset_IsThatInstant()
    {
        var (query, errors) = Read(new ListFilter { CreatedAfter = "2026-03-01T13:00:00.5+01:00" });

        Assert.Empty(errors);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 12, 0, 0, 500, TimeSpan.Zero), query.CreatedAfter);
    }

    private static (ListQuery Query, IReadOnlyList<Problems.ErrorItem> Errors) Read(ListFilter filter, params string[] parameters) =>
        ListQueryReader.Read<ConnectStatus>(
            "dev", ListKind.Connect, filter, new QueryCollection(parameters.ToDictionary(name => name, _ => new StringValues("1"))));
}
