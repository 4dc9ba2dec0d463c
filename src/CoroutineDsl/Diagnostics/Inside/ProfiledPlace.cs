namespace CoroutineDsl;

/// <summary>A place that used a hub's time.</summary>
/// <param name="Greenlet">The name of a greenlet that was seen there first, or, of one without a name, of its coroutine.</param>
/// <param name="Place">Where the step that ran had begun.</param>
/// <param name="Samples">How many samples found it.</param>
/// <param name="Share">The part of all samples, 0 to 1.</param>
public sealed record ProfiledPlace(string Greenlet, FrameLocation Place, int Samples, double Share);
