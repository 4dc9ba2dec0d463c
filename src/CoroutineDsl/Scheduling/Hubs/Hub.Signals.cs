using System.Runtime.InteropServices;

namespace CoroutineDsl;

public sealed partial class Hub
{
    /// <summary>Runs a callback in a greenlet of its own each time the process gets a signal, instead of what the signal would do (gevent's <c>signal_handler</c>); until the result is disposed of.</summary>
    /// <remarks>
    /// While there is a handler, a main program that waits is not out of hope: no <see cref="LoopExitException"/>. <see cref="Greenlet.Wait(TimeSpan?)"/> does not wait for signals. What the callback throws is reported; to
    /// throw in a greenlet, the main program's included, let it <see cref="Greenlet.Kill(Exception?, TimeSpan?)"/> that.
    /// </remarks>
    /// <exception cref="PlatformNotSupportedException">There is no such signal here.</exception>
    public IDisposable HandleSignal(PosixSignal signal, Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        CheckThread();
        var handler = new SignalHandler(this, callback);
        handler.Register(signal);
        Loop.SignalHandlers++;
        return handler;
    }

    private sealed class SignalHandler(Hub hub, Action callback) : IDisposable
    {
        private readonly ExecutionContext? _context = FlowingContext.ToFlow();
        private PosixSignalRegistration? _registration;

        public void Register(PosixSignal signal) => _registration = PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            hub.Post(Arrive);
        });

        public void Dispose()
        {
            hub.CheckThread();
            if (_registration is null) return;
            _registration.Dispose();
            _registration = null;
            hub.Loop.SignalHandlers--;
        }

        private void Arrive()
        {
            if (_registration is not null) hub.SpawnCallback(callback, "signal", _context);
        }
    }
}
