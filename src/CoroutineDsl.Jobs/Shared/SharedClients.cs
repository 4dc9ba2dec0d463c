using System.Runtime.CompilerServices;

namespace CoroutineDsl.Jobs;

/// <summary>A connection for each hub that uses something of another process.</summary>
internal sealed class SharedClients(string handle)
{
    private readonly ConditionalWeakTable<Hub, SharedClient> _clients = [];
    private readonly SharedHandle _handle = SharedHandle.Parse(handle);

    public SharedClient Here => _clients.GetValue(Hub.Current, _ => new(_handle));
}
