// says: joined read 4 received 2 counted True
// patched only
namespace Helpers;

// nothing in the coroutine blocks: its plain helpers do
public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        Work();
        Say(Property);
        Say(new Worker().Total);
        yield break;
    }

    static int Property
    {
        get
        {
            {|CORO018:Thread.Sleep(1)|};
            return 4;
        }
    }

    static void Work()
    {
        using var gate = new ManualResetEventSlim();
        var thread = new Thread(gate.Wait);
        thread.Start();
        Later(gate.Set);
        {|CORO018:thread.Join()|};
        Say("joined");
        using var output = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out);
        using var reader = new StreamReader(new System.IO.Pipes.AnonymousPipeClientStream(System.IO.Pipes.PipeDirection.In, output.ClientSafePipeHandle));
        Later(() => output.Write("read\n"u8));
        Say({|CORO018:reader.ReadLine()|}!);
    }

    class Worker
    {
        private readonly BlockingCollection<int> _items = new();

        public string Total
        {
            get
            {
                Later(() => { _items.Add(1); _items.Add(2); _items.CompleteAdding(); });
                var count = 0;
                foreach (var item in {|CORO018:_items.GetConsumingEnumerable()|}) count++;
                using var left = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                left.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                Later(() => left.SendTo("x"u8, left.LocalEndPoint!));
                Span<byte> buffer = stackalloc byte[10];
                if ({|CORO018:left.Receive(buffer)|} == 1 && buffer[0] == 'x') Say("received");
                using var countdown = new CountdownEvent(1);
                Later(() => countdown.Signal());
                return $"{count} counted {{|CORO018:countdown.Wait(TimeSpan.FromMinutes(1))|}}";
            }
        }
    }
}
