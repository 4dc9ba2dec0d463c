namespace CoroutineDsl;

/// <summary>How a wait stands that has been given up.</summary>
internal enum Abandonment
{
    /// <summary>It is over: the greenlet is in nobody's hands.</summary>
    LetGo,

    /// <summary>The operation has been told to stop, and takes its time: the greenlet stays parked until it has.</summary>
    Begun,

    /// <summary>What was waited for had come before, and only the wake-up was still on its way: the wait ends with its outcome.</summary>
    Come,
}
