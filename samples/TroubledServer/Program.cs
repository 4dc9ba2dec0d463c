using System.Globalization;
using CoroutineDsl;
using TroubledServer;

// A server in trouble, and its monitor: open the page, or run 'coro top', and find out what is wrong with it.
//   dotnet run -c Release --project samples/TroubledServer -- [port] [conversations]
using var hub = new Hub(new HubOptions { Name = "server", DumpsOnQuit = true, MaxBlockingTime = null });
using var monitor = HubMonitor.Start(args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 4040);
new Troubles { Conversations = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10_000 }.Start();
Console.WriteLine("kill -QUIT " + Environment.ProcessId + " writes every greenlet");
Greenlet.Sleep(Timeout.InfiniteTimeSpan).Await();
