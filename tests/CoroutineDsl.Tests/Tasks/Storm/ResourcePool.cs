using System.Data;
using System.Data.Common;

namespace CoroutineDsl.Tests.Tasks.Storm;

/// <summary>A pool of a few resources, as a driver has one: to rent blocks, or takes a token.</summary>
internal sealed class ResourcePool(int size)
{
    private readonly SemaphoreSlim _free = new(size);

    public int Free => _free.CurrentCount;

    public Resource Rent()
    {
        _free.Wait();
        return new Resource(_free);
    }

    [Acquires]
    public async Task<Resource> RentAsync(CancellationToken token = default)
    {
        await Task.Yield(); // so that it may complete although it was cancelled
        await _free.WaitAsync(token).ConfigureAwait(false);
        return new Resource(_free);
    }

    public sealed class Resource(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}

/// <summary>The same pool behind a method that has no twin: the patch is the test's own.</summary>
internal sealed class LegacyPool(ResourcePool pool)
{
    public ResourcePool Pool => pool;

    public ResourcePool.Resource Borrow() => pool.Rent();
}

internal static class LegacyPatches
{
    [Acquires, Patches(typeof(LegacyPool), nameof(LegacyPool.Borrow))]
    public static Task<ResourcePool.Resource> CoBorrow(this LegacyPool legacy, CancellationToken token) => legacy.Pool.RentAsync(token);
}

/// <summary>The same pool as ADO.NET has it.</summary>
internal sealed class PooledSource(ResourcePool pool) : DbDataSource
{
    public override string ConnectionString => "";

    protected override DbConnection CreateDbConnection() => new PooledConnection(pool);
}

internal sealed class PooledConnection(ResourcePool pool) : DbConnection
{
    private ResourcePool.Resource? _resource;

    [System.Diagnostics.CodeAnalysis.AllowNull]
    public override string ConnectionString { get; set; } = "";

    public override string Database => "";

    public override string DataSource => "";

    public override string ServerVersion => "";

    public override ConnectionState State => _resource is null ? ConnectionState.Closed : ConnectionState.Open;

    public override void Open() => throw new InvalidOperationException("it blocks the hub");

    public override async Task OpenAsync(CancellationToken cancellationToken) => _resource = await pool.RentAsync(cancellationToken).ConfigureAwait(false);

    public override void Close()
    {
        _resource?.Dispose();
        _resource = null;
    }

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException();

    protected override DbCommand CreateDbCommand() => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        Close();
        base.Dispose(disposing);
    }
}
