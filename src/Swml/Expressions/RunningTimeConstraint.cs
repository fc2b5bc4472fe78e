using System.Diagnostics;
using Jint;

namespace Orchestrator.Swml.Expressions;

/// <summary>
/// Ends an expression by the time that it runs, and not by the time that passes: on a machine that is short of processors a thread may stand
/// still for longer than its expression would ever take, and the call is not to pay for that. Between two checks an expression runs for
/// microseconds; a gap longer than <see cref="LongestGap"/> counts as no more than that, within a last limit on the time that passes.
/// </summary>
internal sealed class RunningTimeConstraint(TimeSpan limit) : Constraint
{
    private static readonly TimeSpan LongestGap = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MaxPassed = TimeSpan.FromSeconds(1);

    private long _start = Stopwatch.GetTimestamp();
    private long _last = Stopwatch.GetTimestamp();
    private TimeSpan _ran;

    public override void Reset()
    {
        _start = _last = Stopwatch.GetTimestamp();
        _ran = TimeSpan.Zero;
    }

    public override void Check()
    {
        var now = Stopwatch.GetTimestamp();
        var gap = Stopwatch.GetElapsedTime(_last, now);
        _last = now;
        _ran += gap < LongestGap ? gap : LongestGap;
        if (_ran > limit || Stopwatch.GetElapsedTime(_start, now) > MaxPassed) throw new TimeoutException();
    }
}
