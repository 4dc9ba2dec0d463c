using System.Runtime.ExceptionServices;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

public sealed partial class Nursery
{
    /// <summary>The body ends where it joins: what cancels it is not thrown there.</summary>
    [System.Diagnostics.StackTraceHidden]
    private sealed class JoinSource(Nursery nursery) : CallSource(new JoinCall(nursery))
    {
        internal override void BeforeThrow() => nursery.LeaveBody();
    }

    /// <summary>Waits for all, whatever happens.</summary>
    private sealed class JoinCall(Nursery nursery) : Coroutine
    {
        private const int Waiting = 1;
        private const int Cleaning = 2;

        private ExceptionDispatchInfo? _interruption;

        public override FrameLocation Location => new("Nursery.Join", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            if (State == Cleaning) return Clean(greenlet);
            try
            {
                if (State == Waiting)
                {
                    greenlet.End(out bool _);
                }
                else
                {
                    State = Waiting;
                    nursery.LeaveBody();
                    if (!greenlet.Begin(this, nursery._children.Join(), out bool _)) return false;
                }
            }
            catch (Exception exception)
            {
                _interruption = ExceptionDispatchInfo.Capture(exception);
            }

            if (_interruption is null) return End();
            nursery.Cancel();
            greenlet.Shield();
            return Clean(greenlet);
        }

        /// <summary>The wait was interrupted: the children are on their way out, and are waited for behind a shield. Only a hard kill gets through, and goes on to them.</summary>
        private bool Clean(Greenlet greenlet)
        {
            var isOver = true;
            try
            {
                if (State == Cleaning)
                {
                    greenlet.End(out bool _);
                }
                else
                {
                    State = Cleaning;
                    isOver = greenlet.Begin(this, nursery._children.Join(), out bool _);
                }
            }
            catch (Exception) when (greenlet.IsKilledHard)
            {
                nursery.KillHard();
                nursery.End();
                throw;
            }
            finally
            {
                if (isOver) greenlet.Unshield();
            }

            return isOver && End();
        }

        private bool End()
        {
            nursery.End();
            if (nursery._failures.Count > 0) throw nursery.Failure(_interruption?.SourceException);
            _interruption?.Throw();
            if (nursery._deadline is { HasPassed: true } deadline) throw deadline.Failure;
            return true;
        }
    }

    private sealed class ShieldCall(Coroutine coroutine) : Coroutine
    {
        public override FrameLocation Location => new("Shield", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            var isOver = true;
            try
            {
                if (State == 1)
                {
                    greenlet.End();
                }
                else
                {
                    State = 1;
                    greenlet.Shield();
                    isOver = greenlet.Begin(this, coroutine);
                }
            }
            finally
            {
                if (isOver) greenlet.Unshield();
            }

            return isOver;
        }
    }

    private sealed class StartCall<T>(Nursery nursery, Func<Readiness<T>, IEnumerator<Yield>> coroutine, string? name) : Coroutine<T>
    {
        private readonly Readiness<T> _readiness = new();
        private Greenlet? _child;

        public override FrameLocation Location => new("Nursery.Start", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            if (State == 0)
            {
                State = 1;
                nursery.CheckOpen();
                _child = nursery.Spawn(coroutine(_readiness), name);
                _child.OnEnd(_readiness.Ended);
                if (!greenlet.Begin(this, _readiness.Wait(), out bool _)) return false;
            }
            else
            {
                End(greenlet);
            }

            if (!_readiness.IsSet)
            {
                _child!.ThrowIfNoResult();
                throw new InvalidOperationException($"{_child.Name} ended without saying that it is ready.");
            }

            Result = _readiness.Value;
            return true;
        }

        /// <summary>A child that fails cancels the body, which waits here: its failure says more than that.</summary>
        private void End(Greenlet greenlet)
        {
            try
            {
                greenlet.End(out bool _);
            }
            catch (ScopeCancelledException cancelled) when (ReferenceEquals(cancelled.Scope, nursery._body) && _child is { IsReady: true, IsSuccessful: false })
            {
                _child.ThrowIfNoResult();
            }
        }
    }
}
