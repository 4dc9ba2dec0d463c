namespace CoroutineDsl.AspNetCore;

/// <summary>The hub of a connection: <c>context.Features.Get&lt;IGreenletHubFeature&gt;()</c>.</summary>
public interface IGreenletHubFeature
{
    /// <summary>The hub whose greenlet reads and writes the connection.</summary>
    Hub Hub { get; }
}
