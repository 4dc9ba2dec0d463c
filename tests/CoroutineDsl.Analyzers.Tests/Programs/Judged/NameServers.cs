// says: True True True localhost
namespace NameServers;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        Say([|Dns.GetHostAddresses("localhost")|].Length > 0);
        Say([|Dns.GetHostAddresses("localhost", AddressFamily.InterNetwork)|].All(a => a.AddressFamily == AddressFamily.InterNetwork));
        Say([|Dns.GetHostEntry(IPAddress.Loopback)|].HostName.Length > 0);
        Say([|Dns.GetHostEntry("localhost")|].HostName is { Length: > 0 } ? "localhost" : Dns.GetHostName());
        yield break;
    }
}
