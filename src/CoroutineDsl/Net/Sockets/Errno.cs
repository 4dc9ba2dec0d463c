using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CoroutineDsl.Net;

/// <summary>The error numbers of Linux system calls, as the SocketError that .NET reports for them. (Those below 35 are the same on all Unixes.)</summary>
internal static class Errno
{
    public const int Interrupted = 4;
    public const int Again = 11;
    public const int Invalid = 22;
    public const int NotImplemented = 38;
    public const int InProgress = 115;

    /// <summary>Passes a result on, or throws what errno says when it is negative.</summary>
    /// <exception cref="SocketException">The call failed.</exception>
    public static int Check(int result) => result >= 0 ? result : throw new SocketException((int)ToSocketError(Marshal.GetLastPInvokeError()));

    public static SocketError ToSocketError(int errno) => errno switch
    {
        0 => SocketError.Success,
        1 or 13 => SocketError.AccessDenied,
        2 => SocketError.AddressNotAvailable, // a Unix domain path that is not there
        Interrupted => SocketError.Interrupted,
        6 => SocketError.HostNotFound,
        9 => SocketError.OperationAborted,    // closed under the call
        Again => SocketError.WouldBlock,
        12 or 105 => SocketError.NoBufferSpaceAvailable,
        14 => SocketError.Fault,
        17 => SocketError.AddressAlreadyInUse,
        19 => SocketError.NoData,
        Invalid => SocketError.InvalidArgument,
        23 or 24 => SocketError.TooManyOpenSockets,
        32 or 108 => SocketError.Shutdown,
        NotImplemented or 95 => SocketError.OperationNotSupported,
        71 or 103 => SocketError.ConnectionAborted,
        88 => SocketError.NotSocket,
        89 => SocketError.DestinationAddressRequired,
        90 => SocketError.MessageSize,
        91 => SocketError.ProtocolType,
        92 => SocketError.ProtocolOption,
        93 => SocketError.ProtocolNotSupported,
        94 => SocketError.SocketNotSupported,
        96 => SocketError.ProtocolFamilyNotSupported,
        97 => SocketError.AddressFamilyNotSupported,
        98 => SocketError.AddressAlreadyInUse,
        99 => SocketError.AddressNotAvailable,
        100 => SocketError.NetworkDown,
        101 => SocketError.NetworkUnreachable,
        102 => SocketError.NetworkReset,
        104 => SocketError.ConnectionReset,
        106 => SocketError.IsConnected,
        107 => SocketError.NotConnected,
        110 => SocketError.TimedOut,
        111 => SocketError.ConnectionRefused,
        112 => SocketError.HostDown,
        113 => SocketError.HostUnreachable,
        114 => SocketError.AlreadyInProgress,
        InProgress => SocketError.InProgress,
        _ => SocketError.SocketError,
    };
}
