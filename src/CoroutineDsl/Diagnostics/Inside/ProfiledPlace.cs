namespace CoroutineDsl;

/// <summary>A place that used a hub's time.</summary>
/// <param name="Greenlet">The name of a greenlet that was seen there first, or, of one without a name, of its coroutine.</param>
/// <param name="Place">The wait after which the step that ran had begun: the time was used behind this line.</param>
/// <param name="Samples">How many samples found it.</param>
/// <param name="Share">The part of all samples, 0 to 1.</param>
public sealed record ProfiledPlace(string Greenlet, FrameLocation Place, int Samples, double Share);
