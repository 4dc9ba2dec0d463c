namespace CoroutineDsl;

public partial class Greenlet
{
    /// <summary>Waits until all have ended; gives those that have, in the order in which they ended. Failures are not thrown.</summary>
    public static Suspension<Greenlet[]> JoinAll(params Greenlet[] greenlets) => JoinAll((IEnumerable<Greenlet>)greenlets);

    /// <summary>Waits until all have ended, at most for the timeout; gives those that have, in the order in which they ended.</summary>
    /// <param name="greenlets">May hold one more than once.</param>
    /// <param name="timeout">Passes silently.</param>
    /// <param name="raiseError">Throws the first failure, in time, at the moment when it happens; the others go on.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public static Suspension<Greenlet[]> JoinAll(IEnumerable<Greenlet> greenlets, TimeSpan? timeout = null, bool raiseError = false)
    {
        ArgumentNullException.ThrowIfNull(greenlets);
        return new(new JoinAllSource([.. greenlets], raiseError), Timeouts.Ticks(timeout));
    }

    /// <summary>Kills all, then waits until all have ended. Those that have not run yet never will.</summary>
    public static Suspension<Greenlet[]> KillAll(params Greenlet[] greenlets) => KillAll((IEnumerable<Greenlet>)greenlets);

    /// <summary>Kills all, then waits until all have ended, at most for the timeout, which passes silently.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public static Suspension<Greenlet[]> KillAll(IEnumerable<Greenlet> greenlets, Exception? exception = null, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(greenlets);
        Greenlet[] all = [.. greenlets];
        foreach (var greenlet in all) greenlet.Kill(exception);
        return JoinAll(all, timeout);
    }

    private sealed class JoinAllSource(Greenlet[] greenlets, bool raiseError) : WaitSource<Greenlet[]>
    {
        private readonly List<Greenlet> _ended = [];
        private readonly List<Node> _nodes = [];
        private Greenlet? _failed;
        private Greenlet? _waiter;

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            foreach (var target in greenlets)
            {
                target.Hub.CheckThread();
                if (target.IsReady) Ended(target);
            }

            if (_ended.Count == greenlets.Length || _failed is not null) return true;
            foreach (var target in greenlets)
            {
                if (target.IsReady) continue;
                var node = new Node(this, target);
                _nodes.Add(node);
                target.More.Waiters.Add(node);
            }

            _waiter = greenlet;
            greenlet.Park(this, argument);
            return false;
        }

        internal override void Cancel(Greenlet greenlet)
        {
            foreach (var node in _nodes) node.Detach();
        }

        internal override Greenlet[] Take(Greenlet greenlet)
        {
            greenlet.TakeTimedOut();
            foreach (var node in _nodes) node.Detach();
            if (_failed is not null) _failed.ThrowIfFailed();
            return [.. _ended];
        }

        internal override string Describe(Greenlet greenlet) => $"the end of {string.Join(", ", greenlets.Where(target => !target.IsReady).Take(5).Select(target => target.Name))}";

        internal override Greenlet? OwnerFor(Greenlet greenlet) => greenlets.FirstOrDefault(target => !target.IsReady);

        private void Ended(Greenlet target)
        {
            _ended.Add(target);
            if (raiseError && !target.IsSuccessful)
            {
                target.Flags |= GreenletFlags.Observed;
                _failed ??= target;
            }
        }

        private void OneMore(Greenlet target)
        {
            Ended(target);
            if (_waiter is { } waiter && (_failed is not null || _ended.Count == greenlets.Length))
            {
                _waiter = null;
                waiter.Wake();
            }
        }

        private sealed class Node(JoinAllSource source, Greenlet target) : Waiter
        {
            private bool _attached = true;

            public void Detach()
            {
                if (!_attached) return;
                _attached = false;
                target.Extras!.Waiters.Remove(this);
            }

            internal override void Wake()
            {
                _attached = false;
                source.OneMore(target);
            }

            internal override void TimerDue() => throw new InvalidOperationException("A join has no timer of its own.");
        }
    }
}
