using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Patching;
using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Tasks.Storm;

internal sealed partial class Acquisitions
{
    [Coroutine(Patch = true)]
    private IEnumerator<Yield> TakesSlim(Acquisition kind)
    {
        _slim.Wait();
        kind.Add(1);
        yield break;
    }

    [Coroutine(Patch = true)]
    private IEnumerator<Yield> TakesTimedSlim(Acquisition kind)
    {
        if (_timedSlim.Wait(2)) kind.Add(1);
        yield break;
    }

    [Coroutine(Patch = true)]
    private IEnumerator<Yield> TakesSignal(Acquisition kind)
    {
        _signal.WaitOne();
        kind.Add(1);
        Volatile.Write(ref _signalled, 0);
        yield break;
    }

    [Coroutine(Patch = true)]
    private IEnumerator<Yield> TakesSemaphore(Acquisition kind)
    {
        _semaphore.WaitOne();
        kind.Add(1);
        yield break;
    }

    [Coroutine(Patch = true)]
    private IEnumerator<Yield> TakesItem(Acquisition kind)
    {
        kind.Add(_items.Take());
        yield break;
    }

    [Coroutine(Patch = true)]
    private IEnumerator<Yield> TakesTimedItem(Acquisition kind)
    {
        if (_timedItems.TryTake(out var item, 2)) kind.Add(item);
        yield break;
    }

    [Coroutine(Patch = true)]
    private IEnumerator<Yield> Consumes(Acquisition kind)
    {
        foreach (var item in _consumed.GetConsumingEnumerable())
        {
            kind.Add(item);
            break;
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Reads(Acquisition kind)
    {
        if (_givenBack.TryDequeue(out var late)) kind.Add(late);
        else kind.Add(Cancellable(token => _channel.Reader.ReadAsync(token), late: item => _givenBack.Enqueue(item)).Await());
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> ReadsByName(Acquisition kind)
    {
        kind.Add(_named.Reader.CoRead().Await());
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> ReadsInTwoSteps(Acquisition kind)
    {
        Cancellable(token => _twoSteps.Reader.WaitToReadAsync(token)).Await();
        if (_twoSteps.Reader.TryRead(out var item)) kind.Add(item);
        yield break;
    }

    // a sequence that looks before it takes: a step that is cancelled has taken nothing
    private async IAsyncEnumerable<int> Items([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default)
    {
        while (await _streamed.Reader.WaitToReadAsync(token).ConfigureAwait(false)) yield return 1;
    }

    [Coroutine]
    private IEnumerator<Yield> Iterates(Acquisition kind)
    {
        foreach (var _ in Items())
        {
            if (_streamed.Reader.TryRead(out var item)) kind.Add(item);
            break;
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> ReadsPipe(Acquisition kind)
    {
        // what is not advanced past stays in the pipe
        var read = Cancellable(token => _pipe.Reader.ReadAsync(token), late: result => _pipe.Reader.AdvanceTo(result.Buffer.Start)).Await();
        kind.Add((int)read.Buffer.Length);
        _pipe.Reader.AdvanceTo(read.Buffer.End);
        yield break;
    }

    [Coroutine(Patch = true)]
    private IEnumerator<Yield> Accepts(Acquisition kind)
    {
        _clients.Add(_listener.Accept());
        kind.Add(1);
        yield break;
    }

    [Coroutine(Patch = true)]
    private IEnumerator<Yield> AcceptsClient(Acquisition kind)
    {
        _clients.Add(_tcpListener.AcceptTcpClient());
        kind.Add(1);
        yield break;
    }

    [Coroutine(Patch = true)]
    private IEnumerator<Yield> Receives(Acquisition kind)
    {
        kind.Add(_bytes.Reader.Receive(new byte[3]));
        yield break;
    }

    [Coroutine(Patch = true)]
    private IEnumerator<Yield> ReceivesSegments(Acquisition kind)
    {
        kind.Add(_segments.Reader.Receive([new ArraySegment<byte>(new byte[1]), new ArraySegment<byte>(new byte[2])]));
        yield break;
    }

    [Coroutine(Patch = true)]
    private IEnumerator<Yield> ReadsStream(Acquisition kind)
    {
        kind.Add(_stream.Read(new byte[3], 0, 3));
        yield break;
    }

    [Coroutine(Patch = true)]
    private IEnumerator<Yield> ReadsPipeStream(Acquisition kind)
    {
        kind.Add(_pipeReader.ReadByte());
        yield break;
    }

    [Coroutine(Patch = true)]
    private IEnumerator<Yield> ReceivesDatagram(Acquisition kind)
    {
        EndPoint sender = new IPEndPoint(IPAddress.Any, 0);
        kind.Add(_datagrams.ReceiveFrom(new byte[3], ref sender));
        yield break;
    }

    [Coroutine(Patch = true)]
    private IEnumerator<Yield> ReceivesUdp(Acquisition kind)
    {
        IPEndPoint? sender = null;
        kind.Add(_udp.Receive(ref sender).Length);
        yield break;
    }

    [Coroutine(Patch = true)]
    private IEnumerator<Yield> Rents(Acquisition kind)
    {
        using var resource = _pool.Rent();
        yield return Sleep(1);
    }

    [Coroutine(Patch = true)]
    private IEnumerator<Yield> Borrows(Acquisition kind)
    {
        using var resource = _legacy.Borrow();
        yield return Sleep(1);
    }

    [Coroutine(Patch = true)]
    private IEnumerator<Yield> Opens(Acquisition kind)
    {
        using var connection = _source.OpenConnection();
        yield return Sleep(1);
    }
}
