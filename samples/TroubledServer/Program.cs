using CoroutineDsl;
using TroubledServer;

// A server in trouble, and its monitor: open the page, or run 'coro top', and find out what is wrong with it.
//   dotnet run -c Release --project samples/TroubledServer -- [port] [conversations]
var (port, conversations) = (4040, 10_000);
if ((args.Length > 0 && !int.TryParse(args[0], out port)) || (args.Length > 1 && !int.TryParse(args[1], out conversations)))
{
    Console.WriteLine("usage: TroubledServer [port of the monitor's page [conversations]]");
    return args[0] is "--help" or "-h" ? 0 : 2;
}

using var hub = new Hub(new HubOptions { Name = "server", DumpsOnQuit = true, MaxBlockingTime = null });
using var monitor = HubMonitor.Start(port);
new Troubles { Conversations = conversations }.Start();
Console.WriteLine("kill -QUIT " + Environment.ProcessId + " writes where the greenlets stand, and what looks wrong");
Greenlet.Sleep(Timeout.InfiniteTimeSpan).Await();
return 0;
