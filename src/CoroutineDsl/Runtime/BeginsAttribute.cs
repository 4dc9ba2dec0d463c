using System.ComponentModel;

namespace CoroutineDsl.Runtime;

/// <summary>
/// On a method that makes a suspension: names the method that begins the same wait without making one. A lowered body calls it for <c>x.Put(item).Await()</c> and <c>yield return x.Put(item);</c>.
/// <code>
/// [Begins(nameof(BeginGet))]
/// public Suspension&lt;T> Get(TimeSpan? timeout = null) ...
/// public bool BeginGet(Greenlet greenlet, Coroutine frame, out T value, TimeSpan? timeout = null) ...
/// </code>
/// The begin is as accessible as the method, static where that is, and takes in front of the same parameters (behind the receiver of an extension method) the greenlet, its frame and, where the wait has
/// a value, that. <c>true</c>: the wait is over, and the value is set. <c>false</c>: another begin has returned that, and this one has done nothing since. The method is not one that can be overridden, and
/// not of a struct. The contract is docs/design/machine.md.
/// </summary>
/// <param name="name">The name of the begin, in the same type.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Method)]
public sealed class BeginsAttribute(string name) : Attribute
{
    /// <summary>The name of the begin.</summary>
    public string Name { get; } = name;
}
