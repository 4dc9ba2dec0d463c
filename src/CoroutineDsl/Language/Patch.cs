namespace CoroutineDsl;

/// <summary>The areas of the compile-time monkey patch, as the arguments of gevent's <c>patch_all</c> choose them.</summary>
[Flags]
public enum Patch
{
    /// <summary>Nothing: switches the patch off for a type in a patched assembly.</summary>
    None = 0,

    /// <summary><c>Thread.Sleep</c>, <c>Thread.Join</c>, <c>Parallel</c>.</summary>
    Thread = 1 << 0,

    /// <summary><c>Task.Wait</c>, <c>Result</c>, <c>GetAwaiter().GetResult()</c>, <c>WaitAll</c>, <c>WaitAny</c>.</summary>
    Task = 1 << 1,

    /// <summary>Wait handles, <c>SemaphoreSlim</c>, <c>ManualResetEventSlim</c>, <c>CountdownEvent</c>, <c>Barrier</c>.</summary>
    Sync = 1 << 2,

    /// <summary><c>BlockingCollection</c>.</summary>
    Collections = 1 << 3,

    /// <summary><c>Socket</c>, <c>TcpClient</c>, <c>TcpListener</c>, <c>UdpClient</c>, <c>SslStream</c>.</summary>
    Socket = 1 << 4,

    /// <summary><c>System.Net.Dns</c>, <c>Ping</c>.</summary>
    Dns = 1 << 5,

    /// <summary><c>HttpClient.Send</c> and the calls of the <c>WebRequest</c> era.</summary>
    Http = 1 << 6,

    /// <summary>Streams, readers and writers.</summary>
    Stream = 1 << 7,

    /// <summary><c>System.IO.File</c>.</summary>
    File = 1 << 8,

    /// <summary><c>Process.WaitForExit</c>.</summary>
    Process = 1 << 9,

    /// <summary><c>Console.ReadLine</c> and its kin.</summary>
    Console = 1 << 10,

    /// <summary><c>System.Data.Common</c>.</summary>
    Database = 1 << 11,

    /// <summary>In coroutines, every other call <c>X(args)</c> that has an awaitable twin <c>XAsync(args)</c>.</summary>
    Twins = 1 << 12,

    /// <summary>Patch methods that name no area: a user's own.</summary>
    Other = 1 << 13,

    /// <summary>
    /// <c>Thread.Start</c>, <c>ThreadPool.QueueUserWorkItem</c>, <c>Task.Run</c> and <c>Task.Factory.StartNew</c> of a body in the project that blocks: inside a greenlet it becomes a greenlet of the same hub, as with
    /// gevent's <c>patch_thread</c>.
    /// </summary>
    Threads = 1 << 14,

    /// <summary>All of them.</summary>
    All = ~0,
}
