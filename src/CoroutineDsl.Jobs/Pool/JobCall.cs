namespace CoroutineDsl.Jobs;

/// <summary>Takes the outcomes of calls, by their index, on the hub's thread.</summary>
internal interface ICallSink<in T>
{
    void Done(int index, T value);

    void Failed(int index, Exception exception);
}

/// <summary>A job that somebody waits for.</summary>
internal abstract class JobCall(Job job)
{
    public Job Job => job;

    /// <summary>The worker gave a result.</summary>
    public abstract void Succeed(ReadOnlyMemory<byte> data);

    public abstract void Fail(Exception exception);
}

/// <inheritdoc/>
internal sealed class JobCall<T>(Job<T> job, int index, ICallSink<T> sink) : JobCall(job)
{
    public override void Succeed(ReadOnlyMemory<byte> data)
    {
        T value;
        try
        {
            value = new JobReader(data, Job.Definition.Serializer).Read<T>();
        }
        catch (Exception exception)
        {
            sink.Failed(index, exception);
            return;
        }

        sink.Done(index, value);
    }

    public override void Fail(Exception exception) => sink.Failed(index, exception);
}

/// <summary>One that has no result.</summary>
internal sealed class PlainCall(Job job, ICallSink<bool> sink) : JobCall(job)
{
    public override void Succeed(ReadOnlyMemory<byte> data) => sink.Done(0, true);

    public override void Fail(Exception exception) => sink.Failed(0, exception);
}

/// <summary>Waits for one call.</summary>
internal sealed class SingleSink<T> : ICallSink<T>
{
    public AsyncResult<T> Result { get; } = new();

    public void Done(int index, T value) => Result.TrySet(value);

    public void Failed(int index, Exception exception) => Result.TrySetException(exception);
}
