using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>An open socket as the backends of <see cref="Selector"/> know it.</summary>
internal interface IPollable
{
    /// <summary>The number by which the kernel knows it.</summary>
    nint Descriptor { get; }

    /// <summary>The same as .NET knows it; may have to be made.</summary>
    Socket Socket { get; }
}
