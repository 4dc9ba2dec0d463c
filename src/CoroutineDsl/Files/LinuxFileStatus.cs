using System.Runtime.InteropServices;

namespace CoroutineDsl;

/// <summary>What Linux knows of a file (<c>statx</c>, whose layout is the same on all processors).</summary>
internal readonly unsafe partial record struct LinuxFileStatus(ushort Mode, ulong Node, ulong Device)
{
    private const int WorkingDirectory = -100; // AT_FDCWD
    private const int Basic = 0x7ff;           // STATX_BASIC_STATS
    private const int Kind = 0xf000;           // S_IFMT

    public bool IsRegular => (Mode & Kind) == 0x8000;

    public bool IsDirectory => (Mode & Kind) == 0x4000;

    /// <summary>Of what a path names; null if there is nothing, or it cannot be asked.</summary>
    public static LinuxFileStatus? Of(string path)
    {
        var status = default(Status);
        return Get(WorkingDirectory, path, 0, Basic, &status) < 0 ? null : new(status.Mode, status.Node, ((ulong)status.DeviceMajor << 32) | status.DeviceMinor);
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Get(int directory, string path, int flags, uint mask, Status* status);

    /// <summary>struct statx.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Node;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
