using System.Reflection;

namespace CoroutineDsl.Jobs;

/// <summary>A job without a result.</summary>
/// <param name="name">What it is called between processes.</param>
/// <param name="version">Which form of its arguments it takes.</param>
/// <param name="assembly">Where it is.</param>
/// <param name="serializer">What reads and writes its arguments.</param>
/// <param name="start">Reads the arguments and makes the coroutine.</param>
/// <param name="policy">How a <c>JobWorker</c> runs it.</param>
public sealed partial class PlainJobDefinition(
    string name, int version, Assembly assembly, IJobSerializer serializer, Func<JobReader, Coroutine> start, JobPolicy? policy = null)
    : JobDefinition(name, version, assembly, serializer, policy)
{
    internal override Coroutine Start(ReadOnlyMemory<byte> arguments) => start(new JobReader(arguments, Serializer));

    internal override Coroutine Execute(ReadOnlyMemory<byte> arguments, JobWriter result) => Start(arguments);
}

/// <summary>A job with a result.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <param name="name">What it is called between processes.</param>
/// <param name="version">Which form of its arguments it takes.</param>
/// <param name="assembly">Where it is.</param>
/// <param name="serializer">What reads and writes its arguments and result.</param>
/// <param name="start">Reads the arguments and makes the coroutine.</param>
/// <param name="policy">How a <c>JobWorker</c> runs it.</param>
public sealed partial class JobDefinition<T>(
    string name, int version, Assembly assembly, IJobSerializer serializer, Func<JobReader, Coroutine<T>> start, JobPolicy? policy = null)
    : JobDefinition(name, version, assembly, serializer, policy)
{
    internal override Coroutine Start(ReadOnlyMemory<byte> arguments) => start(new JobReader(arguments, Serializer));

    internal override Coroutine Execute(ReadOnlyMemory<byte> arguments, JobWriter result) =>
        ExecuteAndWriteCoroutine(start(new JobReader(arguments, Serializer)), result);

    [Coroutine]
    private static IEnumerator<Yield> ExecuteAndWrite(Coroutine<T> coroutine, JobWriter result)
    {
        result.Write(coroutine.Await());
        yield break;
    }
}
