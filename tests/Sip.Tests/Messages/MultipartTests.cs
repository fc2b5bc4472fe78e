using System.Text;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;

namespace Orchestrator.Sip.Tests.Messages;

public class MultipartTests
{
    [Theory]
    [InlineData("multipart/mixed;boundary=b", "--b\r\nContent-Type: application/x\r\n\r\nno\r\n--b\r\ncontent-type: application/sdp;a=b\r\n\r\nv=0\r\n\r\n--b--", "v=0\r\n")]
    [InlineData("multipart/mixed; boundary=\"b\"", "preamble\r\n--b\r\nContent-Type: Application/SDP\r\nX: y\r\n\r\nv=0\r\n--b--\r\nepilogue", "v=0")]
    [InlineData("application/sdp", "v=0", "v=0")]
    [InlineData("multipart/mixed;boundary=b", "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--", "")]
    [InlineData("multipart/mixed;boundary=b", "--b\r\nContent-Type: application/sdp\r\n\r\ncut off", "")]
    [InlineData("multipart/mixed", "--b\r\n", "")]
    [InlineData("text/plain", "v=0", "")]
    public void Part_OfAType_IsFound(string type, string body, string part)
    {
        var request = new SipRequest(SipMethods.Invite, SipUri.Parse("sip:a@b"));
        request.SetBody(type, Encoding.ASCII.GetBytes(body));

        Assert.Equal(part, Encoding.ASCII.GetString(Multipart.Find(request, "application/sdp").Span));
    }
}
