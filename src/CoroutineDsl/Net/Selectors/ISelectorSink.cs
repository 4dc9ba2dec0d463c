namespace CoroutineDsl.Net;

/// <summary>Takes what <see cref="Selector.Poll"/> finds ready.</summary>
internal interface ISelectorSink
{
    /// <param name="target">What was given to <see cref="Selector.Attach"/>, or a <see cref="SelectorKey"/>.</param>
    /// <param name="events">What it is ready for; with <see cref="Selector.Final"/> if no later event may tell of what comes now.</param>
    void Ready(object target, SelectorEvents events);
}
