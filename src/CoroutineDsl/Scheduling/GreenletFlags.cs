namespace CoroutineDsl;

/// <summary>A greenlet's state, one word. Written on the hub only.</summary>
[Flags]
internal enum GreenletFlags
{
    None = 0,

    /// <summary>Spawned: in the run queue, waiting, or running.</summary>
    Started = 1,

    /// <summary>Has run at least once.</summary>
    Running = 2,

    /// <summary>In a source's hands: <c>Greenlet.Wait</c> says which.</summary>
    Parked = 4,

    /// <summary>Its latest wait has a source, which has the outcome; a turn has none.</summary>
    Sourced = 8,

    /// <summary>Ended, in whichever way.</summary>
    Dead = 16,

    /// <summary>Ended with an exception that counts as a failure.</summary>
    Failed = 32,

    /// <summary>The own timeout of its wait ended it.</summary>
    TimedOut = 64,

    /// <summary>A child frame has ended; its result is what the wait gives.</summary>
    Returned = 128,

    /// <summary>An exception is to be thrown as the outcome of the current wait.</summary>
    ThrowNow = 256,

    /// <summary>An exception is to be thrown at the next wait.</summary>
    ThrowNext = 512,

    /// <summary>The trampoline goes to the leaf next: a frame that has not run yet, or one whose child has ended.</summary>
    Calling = 1024,

    /// <summary>Somebody has seen the failure.</summary>
    Observed = 2048,

    /// <summary>Runs in an execution context other than its hub's.</summary>
    OwnContext = 4096,

    /// <summary>The thread's own program, not a coroutine.</summary>
    Main = 8192,

    /// <summary>Waits for something that comes from outside the hub (a task, a socket): the hub is not out of work.</summary>
    External = 16384,

    /// <summary>Listeners of the hub are to be told when it is made ready.</summary>
    Heard = 32768,

    /// <summary>Has begun a turn: goes to the end of the run queue when its step is over.</summary>
    Turning = 65536,

    /// <summary>What a wait has to look at beside its source's outcome.</summary>
    Attention = Returned | ThrowNow,
}
