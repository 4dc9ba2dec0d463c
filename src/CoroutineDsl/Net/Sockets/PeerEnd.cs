using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>Asks the system whether the peer of a socket is gone, whatever is still to be read.</summary>
internal static class PeerEnd
{
    public static unsafe bool HasCome(RawSocket socket)
    {
        if (OperatingSystem.IsLinux())
        {
            var asked = new LinuxSyscalls.PollDescriptor { Descriptor = (int)socket.Descriptor, Events = LinuxSyscalls.PollReadHangUp };
            return LinuxSyscalls.Poll(&asked, 1, 0) > 0;
        }

        try
        {
            return socket.Socket.Poll(0, SelectMode.SelectRead) && socket.Socket.Available == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
