using System.Data;
using System.Data.Common;

namespace CoroutineDsl.Patching;

/// <summary>Cooperative <c>System.Data.Common</c>.</summary>
public static class DatabasePatches
{
    /// <inheritdoc cref="DbConnection.Open"/>
    [Patches(typeof(DbConnection), nameof(DbConnection.Open), Area = Patch.Database)]
    public static Task CoOpen(this DbConnection connection) => connection.OpenAsync();

    /// <inheritdoc cref="DbConnection.BeginTransaction()"/>
    [Patches(typeof(DbConnection), nameof(DbConnection.BeginTransaction), Area = Patch.Database)]
    public static ValueTask<DbTransaction> CoBeginTransaction(this DbConnection connection) => connection.BeginTransactionAsync();

    /// <inheritdoc cref="DbConnection.BeginTransaction(IsolationLevel)"/>
    [Patches(typeof(DbConnection), nameof(DbConnection.BeginTransaction), Area = Patch.Database)]
    public static ValueTask<DbTransaction> CoBeginTransaction(this DbConnection connection, IsolationLevel isolationLevel) => connection.BeginTransactionAsync(isolationLevel);

    /// <inheritdoc cref="DbCommand.ExecuteNonQuery"/>
    [Patches(typeof(DbCommand), nameof(DbCommand.ExecuteNonQuery), Area = Patch.Database)]
    public static Task<int> CoExecuteNonQuery(this DbCommand command) => command.ExecuteNonQueryAsync();

    /// <inheritdoc cref="DbCommand.ExecuteScalar"/>
    [Patches(typeof(DbCommand), nameof(DbCommand.ExecuteScalar), Area = Patch.Database)]
    public static Task<object?> CoExecuteScalar(this DbCommand command) => command.ExecuteScalarAsync();

    /// <inheritdoc cref="DbCommand.ExecuteReader()"/>
    [Patches(typeof(DbCommand), nameof(DbCommand.ExecuteReader), Area = Patch.Database)]
    public static Task<DbDataReader> CoExecuteReader(this DbCommand command) => command.ExecuteReaderAsync();

    /// <inheritdoc cref="DbCommand.ExecuteReader(CommandBehavior)"/>
    [Patches(typeof(DbCommand), nameof(DbCommand.ExecuteReader), Area = Patch.Database)]
    public static Task<DbDataReader> CoExecuteReader(this DbCommand command, CommandBehavior behavior) => command.ExecuteReaderAsync(behavior);

    /// <inheritdoc cref="DbDataReader.Read"/>
    [Patches(typeof(DbDataReader), nameof(DbDataReader.Read), Area = Patch.Database)]
    public static Task<bool> CoRead(this DbDataReader reader) => reader.ReadAsync();

    /// <inheritdoc cref="DbDataReader.NextResult"/>
    [Patches(typeof(DbDataReader), nameof(DbDataReader.NextResult), Area = Patch.Database)]
    public static Task<bool> CoNextResult(this DbDataReader reader) => reader.NextResultAsync();

    /// <inheritdoc cref="DbTransaction.Commit"/>
    [Patches(typeof(DbTransaction), nameof(DbTransaction.Commit), Area = Patch.Database)]
    public static Task CoCommit(this DbTransaction transaction) => transaction.CommitAsync();

    /// <inheritdoc cref="DbTransaction.Rollback()"/>
    [Patches(typeof(DbTransaction), nameof(DbTransaction.Rollback), Area = Patch.Database)]
    public static Task CoRollback(this DbTransaction transaction) => transaction.RollbackAsync();

    /// <inheritdoc cref="DbTransaction.Rollback(string)"/>
    [Patches(typeof(DbTransaction), nameof(DbTransaction.Rollback), Area = Patch.Database)]
    public static Task CoRollback(this DbTransaction transaction, string savepointName) => transaction.RollbackAsync(savepointName);
}
