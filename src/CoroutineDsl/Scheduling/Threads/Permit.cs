namespace CoroutineDsl;

/// <summary>
/// Lets one thread go on, once. Who waits for it parks at once and does not spin: with a core or two for many parked threads, a spinning one keeps from the core the very thread that would give it
/// the permit. (Measured with 200 threads that pass a baton round on two cores: 8 us a hand-over, against 177 with a <see cref="SemaphoreSlim"/>.)
/// </summary>
internal sealed class Permit
{
    private bool _isGiven;

    /// <summary>An interrupt of the calling thread does not keep it from giving, and comes at its next wait.</summary>
    public void Give()
    {
        var isInterrupted = false;
        while (!TryGive()) isInterrupted = true;
        if (isInterrupted) Thread.CurrentThread.Interrupt();
    }

    /// <summary>Waits for the permit and uses it up; <c>false</c> if it was not given in time.</summary>
    public bool Take(TimeSpan timeout)
    {
        lock (this)
        {
            if (!_isGiven) Monitor.Wait(this, timeout);
            if (!_isGiven) return false;
            _isGiven = false;
            return true;
        }
    }

    /// <inheritdoc cref="Take(TimeSpan)"/>
    public void Take()
    {
        while (!Take(Timeout.InfiniteTimeSpan))
        {
            // woken without a permit: goes on waiting
        }
    }

    private bool TryGive()
    {
        try
        {
            lock (this)
            {
                _isGiven = true;
                Monitor.Pulse(this);
            }

            return true;
        }
        catch (ThreadInterruptedException)
        {
            return false;
        }
    }
}
