using System.Collections;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>A collection of running greenlets, each of which leaves it when it ends: to be waited for, killed and counted together. What <see cref="Group"/> and <see cref="Pool"/> share.</summary>
/// <remarks>For one hub.</remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
[System.Diagnostics.DebuggerTypeProxy(typeof(GroupProxy))]
public abstract partial class GroupBase : IReadOnlyCollection<Greenlet>
{
    private readonly HashSet<Greenlet> _members = [];
    private readonly HashSet<Greenlet> _dying = [];
    private readonly MembersSource _end;
    private HubBinding _home;
    private int _killers;
    private Exception? _killReason;

    private protected GroupBase() => _end = new MembersSource(this);

    /// <summary>How many members have not ended.</summary>
    public int Count => _members.Count;

    /// <summary>Whether the greenlet is a member and has not ended.</summary>
    public bool Contains(Greenlet greenlet) => _members.Contains(greenlet);

    /// <summary>How many there are, and how many greenlets wait for their end or for room.</summary>
    public GroupStatistics Statistics => new(_members.Count, _end.Waiters.Count, WaitingForRoom);

    /// <summary>Whether nobody but their end takes members out: then those who wait for them wait for nothing else.</summary>
    internal bool IsClosed { get; init; }

    private protected virtual int WaitingForRoom => 0;

    /// <summary>The members, in no order.</summary>
    public IEnumerator<Greenlet> GetEnumerator() => _members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The greenlet is no member any more; it goes on.</summary>
    public void Discard(Greenlet greenlet)
    {
        _home.Check();
        if (!_members.Remove(greenlet)) return;
        _dying.Remove(greenlet);
        Left();
        if (_members.Count == 0) _end.Waiters.WakeAll();
    }

    /// <summary>Waits until there is no member: <c>true</c>, or <c>false</c> when the timeout has passed first.</summary>
    /// <param name="timeout">Passes silently.</param>
    /// <param name="raiseError">Throws the failure of a member, of those that there are when the wait begins, when all have ended.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension<bool> Join(TimeSpan? timeout = null, bool raiseError = false)
    {
        var wait = End(timeout);
        return raiseError ? Waitables.From(new JoinCall(this, wait)) : wait;
    }

    /// <inheritdoc cref="Join(TimeSpan?, bool)"/>
    public Suspension<bool> Join(int milliseconds, bool raiseError = false) => Join(TimeSpan.FromMilliseconds(milliseconds), raiseError);

    /// <summary>Kills all members, each at most once ever, and waits until there is none: also for, and after killing, those that come meanwhile. Gives whether all have ended.</summary>
    /// <param name="exception">What to throw; a <see cref="GreenletExit"/> unless given.</param>
    /// <param name="timeout">Passes silently.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [ActsAtCall]
    public Suspension<bool> Kill(Exception? exception = null, TimeSpan? timeout = null)
    {
        foreach (var member in _members.ToArray()) Shoot(member, exception);
        return Waitables.From(new KillCall(this, exception, End(timeout)));
    }

    /// <summary>Kills one member, unless it has been killed here before, and waits for its end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [ActsAtCall]
    public Suspension KillOne(Greenlet greenlet, Exception? exception = null, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(greenlet);
        if (!_members.Contains(greenlet)) return Suspension.Completed;
        Shoot(greenlet, exception);
        return greenlet.Join(timeout);
    }

    /// <summary>Makes the greenlet a member until it ends.</summary>
    private protected void Enter(Greenlet greenlet)
    {
        if (greenlet.IsReady || !_members.Add(greenlet))
        {
            Left(); // nobody leaves for it later
            return;
        }

        greenlet.OnEnd(ended => ended.Hub.SpawnCallback(() => Discard(ended), "link")); // in its turn among the links, as in gevent
        if (_killers == 0) return;
        Shoot(greenlet, _killReason);
        if (greenlet.IsReady) Discard(greenlet); // it never ran, and whoever kills waits for no link
    }

    /// <summary>A member has left.</summary>
    private protected virtual void Left()
    {
    }

    private Suspension<bool> End(TimeSpan? timeout) => new(_end, Timeouts.Ticks(timeout));

    private void Shoot(Greenlet member, Exception? exception)
    {
        member.Hub.CheckThread();
        if (_dying.Add(member)) _ = member.Kill(exception);
    }

    /// <summary>Waits until there is no member.</summary>
    [System.Diagnostics.StackTraceHidden]
    private sealed class MembersSource(GroupBase group) : WaitSource<bool>
    {
        public WaiterList Waiters;

        internal override bool IsOwned => group.IsClosed;

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            if (group._members.Count == 0) return true;
            group._members.First().Hub.CheckThread();
            Waiters.Add(greenlet);
            greenlet.Park(this, argument);
            if (IsOwned) greenlet.Hub.Deadlocks.Suspect(greenlet);
            return false;
        }

        internal override void Cancel(Greenlet greenlet) => Waiters.Remove(greenlet);

        internal override bool Take(Greenlet greenlet) => !greenlet.TakeTimedOut();

        internal override string Describe(Greenlet greenlet) => $"the end of {JoinManySource.NamesOf(group._members)}";

        internal override Greenlet? OwnerFor(Greenlet greenlet) => group._members.FirstOrDefault();

        internal override void AddOwners(Greenlet greenlet, Action<Greenlet> add)
        {
            foreach (var member in group._members) add(member);
        }
    }

    private sealed class JoinCall(GroupBase group, Suspension<bool> wait) : Coroutine<bool>
    {
        private Greenlet[] _members = [];

        public override FrameLocation Location => new("Join", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            if (State == 1)
            {
                greenlet.End(out Result);
            }
            else
            {
                State = 1;
                _members = [.. group._members];
                if (!greenlet.Begin(this, wait, out Result)) return false;
            }

            foreach (var member in _members) member.ThrowIfNoResult();
            return true;
        }
    }

    private sealed class KillCall(GroupBase group, Exception? exception, Suspension<bool> wait) : Coroutine<bool>
    {
        public override FrameLocation Location => new("Kill", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            var isOver = true;
            try
            {
                if (State == 1)
                {
                    greenlet.End(out Result);
                }
                else
                {
                    State = 1;
                    group._killers++;
                    group._killReason = exception;
                    isOver = greenlet.Begin(this, wait, out Result);
                }
            }
            finally
            {
                if (isOver) group._killers--;
            }

            return isOver;
        }
    }

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"{(this is Pool ? "pool" : "group")} ({Count}{(this is Pool { Size: { } size } ? $" of {size}" : "")} members{InWords.Waiting(Statistics.WaitingForRoom, "for room")}{InWords.Waiting(Statistics.Waiting, "for the end")})";
}
