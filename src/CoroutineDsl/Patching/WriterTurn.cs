using System.Runtime.CompilerServices;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Patching;

/// <summary>
/// The turns of those who write to one <see cref="StreamWriter"/>: it takes one asynchronous call at a time, and throws at a second, where its blocking calls went on one after the other. A writer of a type of its own
/// may call itself, and looks after itself.
/// </summary>
internal sealed partial class WriterTurn
{
    private static readonly ConditionalWeakTable<TextWriter, WriterTurn> s_turns = new();

    private CoSemaphore _gate = new(1, isFair: true);
    private Hub? _hub;

    /// <summary>The call in its turn, as one wait.</summary>
    public static Suspension Of(TextWriter writer, Suspension call) => writer?.GetType() == typeof(StreamWriter) ? Waitables.From(WriteCoroutine(writer, call)) : call;

    [Coroutine]
    private static IEnumerator<Yield> Write(TextWriter writer, Suspension call)
    {
        if (s_turns.GetOrCreateValue(writer).On(Hub.Current) is not { } gate)
        {
            call.Await();
            yield break;
        }

        gate.Acquire().Await();
        try
        {
            call.Await();
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>A semaphore is for one hub. Null while another hub writes: the writer says then that it is in use.</summary>
    private CoSemaphore? On(Hub hub)
    {
        lock (this)
        {
            if (_hub == hub) return _gate;
            if (_hub is { IsDisposed: false } && _gate.IsLocked) return null;
            _hub = hub;
            return _gate = new(1, isFair: true);
        }
    }
}
