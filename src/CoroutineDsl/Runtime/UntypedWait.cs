namespace CoroutineDsl.Runtime;

/// <summary>Waits for something whose type is known at run time only, and gives its value as an object.</summary>
/// <param name="value">What is waited for.</param>
/// <param name="drive">Makes a coroutine of an iterator of unknown type.</param>
/// <param name="await">Waits for what is none of ours, as <c>async</c> code does.</param>
[System.Diagnostics.StackTraceHidden]
internal sealed class UntypedWait(object? value, Func<object, Coroutine>? drive, Func<object?, Task<object?>>? @await) : Coroutine<object?>
{
    private Coroutine? _child;

    /// <inheritdoc/>
    public override FrameLocation Location => _child?.Location ?? base.Location;

    /// <inheritdoc/>
    public override bool Resume(Greenlet greenlet)
    {
        if (State == 0)
        {
            State = 1;
            _child = value as Coroutine ?? (value is System.Collections.IEnumerator ? drive?.Invoke(value) : null);
            if (!Begin(greenlet)) return false;
        }
        else if (_child is not null || value is Greenlet or IUntypedSuspension)
        {
            greenlet.End();
        }
        else
        {
            greenlet.End(out Result);
            return true;
        }

        if (_child is not null) Result = _child.UntypedResult;
        else if (value is Greenlet other) Result = other.Value;
        return true;
    }

    private bool Begin(Greenlet greenlet) => value switch
    {
        _ when _child is not null => greenlet.Begin(this, _child),
        Greenlet other => greenlet.Begin(this, other),
        IUntypedSuspension suspension => greenlet.Begin(this, suspension.Untyped),
        _ => greenlet.Begin(this, @await!(value), out Result),
    };
}
