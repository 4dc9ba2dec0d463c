using System.Buffers.Binary;

namespace CoroutineDsl.Jobs;

public sealed partial class ProcessQueue<T>
{
    private GivingQueue<T> Own()
    {
        _owner!.Check();
        return _items!;
    }

    [Coroutine]
    private IEnumerator<Yield> PutItem(QueueOperation operation, T item, TimeSpan? timeout)
    {
        if (_clients is not null)
        {
            _clients.Here.Request((byte)operation, output => _serializer.Write(output, item), timeout).Await();
        }
        else if (operation == QueueOperation.TryPut)
        {
            Own().PutNoWait(item);
        }
        else
        {
            try
            {
                Own().Put(item, timeout).Await();
            }
            catch (QueueFullException)
            {
                throw new TimeoutException($"There was no room in the queue within {timeout}.");
            }
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield<T>> TakeItem(QueueOperation operation, TimeSpan? timeout)
    {
        T item;
        if (_clients is not null)
        {
            var data = _clients.Here.Request((byte)operation, null, timeout).Await();
            item = _serializer.Read<T>(data.Span);
        }
        else if (operation == QueueOperation.TryGet)
        {
            item = Own().GetNoWait();
        }
        else
        {
            try
            {
                item = Own().Get(timeout).Await();
            }
            catch (QueueEmptyException)
            {
                throw new TimeoutException($"There was nothing in the queue within {timeout}.");
            }
        }

        Coroutine.SetResult(item);
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield<int>> CountItems()
    {
        if (_clients is null) yield return Own().Count;
        var data = _clients!.Here.Request((byte)QueueOperation.Count, null, null).Await();
        yield return BinaryPrimitives.ReadInt32LittleEndian(data.Span);
    }

    [Coroutine]
    private IEnumerator<Yield> ShutDownItems()
    {
        if (_clients is null) Own().ShutDown();
        else _clients.Here.Request((byte)QueueOperation.ShutDown, null, null).Await();
        yield break;
    }

    /// <summary>The queue for other processes.</summary>
    private sealed partial class Target(ProcessQueue<T> queue) : ISharedTarget
    {
        public Coroutine Serve(byte operation, FrameReader argument, SharedAnswer answer) => ServeOneCoroutine((QueueOperation)operation, argument, answer);

        [Coroutine]
        private IEnumerator<Yield> ServeOne(QueueOperation operation, FrameReader argument, SharedAnswer answer)
        {
            var items = queue._items!;
            switch (operation)
            {
                case QueueOperation.Put:
                    items.Put(queue._serializer.Read<T>(argument.Rest.Span)).Await();
                    break;
                case QueueOperation.TryPut:
                    items.PutNoWait(queue._serializer.Read<T>(argument.Rest.Span));
                    break;
                case QueueOperation.Get:
                    var taken = items.Get().Await();
                    answer.GiveBack = () => items.Return(taken);
                    queue._serializer.Write(answer.Output, taken);
                    break;
                case QueueOperation.TryGet:
                    var found = items.GetNoWait();
                    answer.GiveBack = () => items.Return(found);
                    queue._serializer.Write(answer.Output, found);
                    break;
                case QueueOperation.Count:
                    answer.Output.WriteInt32(items.Count);
                    break;
                case QueueOperation.ShutDown:
                    items.ShutDown();
                    break;
                default:
                    throw new InvalidDataException($"A queue cannot do {operation}.");
            }

            yield break;
        }
    }
}
