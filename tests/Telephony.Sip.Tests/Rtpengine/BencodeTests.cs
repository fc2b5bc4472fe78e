using System.Buffers;
using System.Text;
using Orchestrator.Telephony.Sip.Rtpengine;

namespace Orchestrator.Telephony.Sip.Tests.Rtpengine;

public class BencodeTests
{
    [Theory]
    [InlineData("de")]
    [InlineData("d1:a3:xyz1:bi-7e1:cl1:pi0ed1:q0:eee")]
    [InlineData("d7:command4:ping5:flagsl10:trust-aaaaee")]
    public void Dictionary_ReadAndWritten_IsTheSame(string text)
    {
        var items = Bencode.Read(Encoding.ASCII.GetBytes(text), out var length);
        var output = new ArrayBufferWriter<byte>();
        Bencode.Write(items!, output);

        Assert.Equal((text, text.Length), (Encoding.ASCII.GetString(output.WrittenSpan), length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("i7e")]
    [InlineData("d1:a")]
    [InlineData("d1:a3:xye")]
    [InlineData("d1:ai7")]
    [InlineData("d1:aixe")]
    [InlineData("di1e1:ae")]
    [InlineData("d1:a99999999999:xe")]
    [InlineData("d1:a-1:xe")]
    [InlineData("d2147483647:a1:be")]
    public void Bytes_ThatAreNoDictionary_AreNotRead(string text) => Assert.Null(Bencode.Read(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void Nesting_BeyondReason_IsNotRead() =>
        Assert.Null(Bencode.Read(Encoding.ASCII.GetBytes("d1:a" + new string('l', 100_000)), out _));

    [Fact]
    public void Bytes_ChangedAtRandom_NeverThrow()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var whole = Encoding.ASCII.GetBytes("d7:command5:offer5:flagsl10:trust-aaaa4:abcde3:sdpd1:xi-12e1:y3:abcee");
        for (var i = 0; i < 100_000; i++)
        {
            var bytes = whole.AsSpan(0, random.Next(1, whole.Length + 1)).ToArray();
            for (var n = random.Next(4); n > 0; n--) bytes[random.Next(bytes.Length)] = (byte)random.Next(128);
            var items = Bencode.Read(bytes, out var length);
            Assert.True(items is null || length <= bytes.Length, $"seed {seed}");
        }
    }

    [Fact]
    public void Values_AreFound_ByTheirType()
    {
        var items = new NgDictionary { ["text"] = "a", ["number"] = 7, ["list"] = new[] { "x", "y" }, ["inner"] = new NgDictionary { ["deep"] = "b" } };

        Assert.Equal(("a", null, 7L, "b"), (items.Text("text"), items.Number("text"), items.Number("number")!.Value, items.Within("inner")!.Text("deep")));
    }
}
