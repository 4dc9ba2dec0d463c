namespace CoroutineDsl.Jobs;

/// <summary>What a frame says.</summary>
internal enum FrameKind : byte
{
    /// <summary>The first of each connection: token, purpose, number.</summary>
    Hello = 1,

    /// <summary>To a worker: a job gets a number on this connection.</summary>
    Define,

    /// <summary>To a worker: calls to run, offered in a slot.</summary>
    Offer,

    /// <summary>To a worker: end the calls of a sequence number.</summary>
    Cancel,

    /// <summary>To a worker: end when all that was offered is done.</summary>
    Close,

    /// <summary>To a worker of a group: stop serving, let what is under way end.</summary>
    Stop,

    /// <summary>From a worker: the outcomes of an offer.</summary>
    Outcome,

    /// <summary>From a worker of a group: it serves.</summary>
    Ready,

    /// <summary>To the owner of something shared: a request.</summary>
    Request,

    /// <summary>To the owner: a request is not waited for any more.</summary>
    Withdraw,

    /// <summary>To the owner: the answer of a request has arrived where it was waited for.</summary>
    Received,

    /// <summary>From the owner: the answer of a request.</summary>
    Answer,
}

/// <summary>What a connection to a process is for.</summary>
internal enum Purpose : byte
{
    /// <summary>A worker's jobs.</summary>
    Worker = 1,

    /// <summary>It is kept open: where it ends, the parent has ended.</summary>
    Lifeline,

    /// <summary>Use of what the process shares.</summary>
    Client,

    /// <summary>A descriptor is sent, and the connection is closed.</summary>
    Descriptor,
}
