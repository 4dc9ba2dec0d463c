using CoroutineDsl.Net;

namespace CoroutineDsl;

public sealed partial record HubOptions
{
    /// <summary>
    /// For how long a hub that has run out of work looks for events and posts before it goes to sleep, where its last waits were shorter than this; by default 50 microseconds, and zero turns it off.
    /// It halves the round trip of a single busy connection, and of a task that the thread pool completes. A hub that is idle, or busy with many, does not spin.
    /// </summary>
    public TimeSpan MaxSpinTime { get; init; } = TimeSpan.FromMicroseconds(50);

    /// <summary>Makes the selector in which the hub waits for its sockets; the hub disposes of it. By default <see cref="Selector.Default"/>.</summary>
    public Func<Selector>? Selector { get; init; }

    /// <summary>How long <see cref="CoDns"/> remembers the addresses of a name. Zero, the default: it asks every time, and the system may remember.</summary>
    public TimeSpan DnsCacheDuration { get; init; }

    /// <summary>Finds the addresses of a name, for <see cref="CoDns"/>. By default the system's resolver, on threads of its own.</summary>
    public Func<string, Task<System.Net.IPAddress[]>>? NameLookup { get; init; }
}
