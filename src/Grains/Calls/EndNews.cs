namespace Orchestrator.Grains.Calls;

/// <summary>
/// Whether a leg's connect has still to hear how the leg ended: once, and again whenever it asks. What it was told while it asked anew
/// may have come to an owner that knew nothing of it yet, and does not count.
/// </summary>
internal sealed class EndNews
{
    private int _questions;
    private int _answered = -1;

    public bool IsOwed => _answered < _questions;

    /// <summary>The connect has ordered something of a leg that may be over.</summary>
    public void Asked() => _questions++;

    /// <returns>What is being answered, for <see cref="Answered"/>.</returns>
    public int Answering() => _questions;

    public void Answered(int question) => _answered = Math.Max(_answered, question);

    /// <summary>The connect is over itself.</summary>
    public void NotNeeded() => _answered = _questions;
}
