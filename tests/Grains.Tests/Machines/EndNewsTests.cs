using Orchestrator.Grains.Calls;

namespace Orchestrator.Grains.Tests.Machines;

public sealed class EndNewsTests
{
    private readonly EndNews _news = new();

    [Fact]
    public void End_Told_IsNotOwedAgain()
    {
        _news.Answered(_news.Answering());

        Assert.False(_news.IsOwed);
    }

    [Fact]
    public void End_AskedForAgain_IsOwedAgain()
    {
        _news.Answered(_news.Answering());

        _news.Asked();

        Assert.True(_news.IsOwed);
    }

    /// <summary>A connect whose owner was lost was told before it had dialed, and dials while that is on its way.</summary>
    [Fact]
    public void End_AskedForWhileItIsTold_IsStillOwed()
    {
        var question = _news.Answering();
        _news.Asked();

        _news.Answered(question);

        Assert.True(_news.IsOwed);
    }

    [Fact]
    public void End_OfAConnectThatIsOver_IsNotOwed()
    {
        _news.Asked();

        _news.NotNeeded();

        Assert.False(_news.IsOwed);
    }
}
