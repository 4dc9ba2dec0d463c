using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CoroutineDsl.Net;

/// <summary>An array of struct epoll_event, which is packed on x86 only: 12 bytes there, 16 elsewhere.</summary>
internal readonly unsafe struct EpollEvents
{
    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;

    private readonly byte* start;

    /// <param name="start">Memory that does not move.</param>
    public EpollEvents(byte* start) => this.start = start;

    public static int Size => IsPacked ? 12 : 16;

    private static int IdOffset => IsPacked ? 4 : 8;

    public byte* Pointer => start;

    public uint Events(int index) => Unsafe.ReadUnaligned<uint>(start + index * Size);

    public long Id(int index) => Unsafe.ReadUnaligned<long>(start + index * Size + IdOffset);

    public void Set(int index, uint events, long id)
    {
        Unsafe.WriteUnaligned(start + index * Size, events);
        Unsafe.WriteUnaligned(start + index * Size + IdOffset, id);
    }
}
