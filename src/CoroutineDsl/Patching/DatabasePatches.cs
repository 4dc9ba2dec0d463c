using System.Data;
using System.Data.Common;

namespace CoroutineDsl.Patching;

/// <summary>
/// Cooperative <c>System.Data.Common</c>. A wait that is given up cancels the command and waits for its end, so that the connection is free when it is disposed of. A command that has run all the same has run: its
/// value is the wait's, and what was to end that is thrown at the next.
/// </summary>
public static class DatabasePatches
{
    /// <inheritdoc cref="DbDataSource.OpenConnection"/>
    /// <remarks>A connection that was opened too late is disposed of: it goes back to its pool.</remarks>
    [Acquires, Patches(typeof(DbDataSource), nameof(DbDataSource.OpenConnection), Area = Patch.Database)]
    public static Suspension<DbConnection> CoOpenConnection(this DbDataSource source) =>
        Call.Of(source, static (s, token) => s.OpenConnectionAsync(token), Call.Dispose, what: "DbDataSource.OpenConnection");

    /// <inheritdoc cref="DbConnection.Open"/>
    /// <remarks>A connection that was opened too late stays open: it is the caller's to dispose of.</remarks>
    [Patches(typeof(DbConnection), nameof(DbConnection.Open), Area = Patch.Database)]
    public static Suspension CoOpen(this DbConnection connection) => Call.Of(connection, static (c, token) => c.OpenAsync(token), what: "DbConnection.Open");

    /// <inheritdoc cref="DbConnection.BeginTransaction()"/>
    /// <remarks>A transaction that was begun too late is disposed of, which rolls it back.</remarks>
    [Acquires, Patches(typeof(DbConnection), nameof(DbConnection.BeginTransaction), Area = Patch.Database)]
    public static Suspension<DbTransaction> CoBeginTransaction(this DbConnection connection) =>
        Call.Of(connection, static (c, token) => c.BeginTransactionAsync(token), Call.Dispose, what: "DbConnection.BeginTransaction");

    /// <inheritdoc cref="DbConnection.BeginTransaction(IsolationLevel)"/>
    /// <inheritdoc cref="CoBeginTransaction(DbConnection)" path="/remarks"/>
    [Acquires, Patches(typeof(DbConnection), nameof(DbConnection.BeginTransaction), Area = Patch.Database)]
    public static Suspension<DbTransaction> CoBeginTransaction(this DbConnection connection, IsolationLevel isolationLevel) =>
        Call.Of((connection, isolationLevel), static (s, token) => s.connection.BeginTransactionAsync(s.isolationLevel, token), Call.Dispose, what: "DbConnection.BeginTransaction");

    /// <inheritdoc cref="DbCommand.ExecuteNonQuery"/>
    [Patches(typeof(DbCommand), nameof(DbCommand.ExecuteNonQuery), Area = Patch.Database)]
    public static Suspension<int> CoExecuteNonQuery(this DbCommand command) =>
        Call.Of(command, static (c, token) => new ValueTask<int>(c.ExecuteNonQueryAsync(token)), what: "DbCommand.ExecuteNonQuery");

    /// <inheritdoc cref="DbCommand.ExecuteScalar"/>
    [Patches(typeof(DbCommand), nameof(DbCommand.ExecuteScalar), Area = Patch.Database)]
    public static Suspension<object?> CoExecuteScalar(this DbCommand command) =>
        Call.Of(command, static (c, token) => new ValueTask<object?>(c.ExecuteScalarAsync(token)), what: "DbCommand.ExecuteScalar");

    /// <inheritdoc cref="DbCommand.ExecuteReader()"/>
    /// <remarks>A reader that was opened too late is disposed of.</remarks>
    [Acquires, Patches(typeof(DbCommand), nameof(DbCommand.ExecuteReader), Area = Patch.Database)]
    public static Suspension<DbDataReader> CoExecuteReader(this DbCommand command) => command.CoExecuteReader(CommandBehavior.Default);

    /// <inheritdoc cref="DbCommand.ExecuteReader(CommandBehavior)"/>
    /// <inheritdoc cref="CoExecuteReader(DbCommand)" path="/remarks"/>
    [Acquires, Patches(typeof(DbCommand), nameof(DbCommand.ExecuteReader), Area = Patch.Database)]
    public static Suspension<DbDataReader> CoExecuteReader(this DbCommand command, CommandBehavior behavior) =>
        Call.Of((command, behavior), static (s, token) => new ValueTask<DbDataReader>(s.command.ExecuteReaderAsync(s.behavior, token)), Call.Dispose, what: "DbCommand.ExecuteReader");

    /// <inheritdoc cref="DbDataReader.Read"/>
    [Patches(typeof(DbDataReader), nameof(DbDataReader.Read), Area = Patch.Database)]
    public static Suspension<bool> CoRead(this DbDataReader reader) => Call.Of(reader, static (r, token) => new ValueTask<bool>(r.ReadAsync(token)), what: "DbDataReader.Read");

    /// <inheritdoc cref="DbDataReader.NextResult"/>
    [Patches(typeof(DbDataReader), nameof(DbDataReader.NextResult), Area = Patch.Database)]
    public static Suspension<bool> CoNextResult(this DbDataReader reader) =>
        Call.Of(reader, static (r, token) => new ValueTask<bool>(r.NextResultAsync(token)), what: "DbDataReader.NextResult");

    /// <inheritdoc cref="DbTransaction.Commit"/>
    /// <remarks>A transaction that was committed all the same is committed: the wait then ends as it does.</remarks>
    [Patches(typeof(DbTransaction), nameof(DbTransaction.Commit), Area = Patch.Database)]
    public static Suspension CoCommit(this DbTransaction transaction) => Call.Of(transaction, static (t, token) => t.CommitAsync(token), what: "DbTransaction.Commit");

    /// <inheritdoc cref="DbTransaction.Rollback()"/>
    [Patches(typeof(DbTransaction), nameof(DbTransaction.Rollback), Area = Patch.Database)]
    public static Suspension CoRollback(this DbTransaction transaction) => Call.Of(transaction, static (t, token) => t.RollbackAsync(token), what: "DbTransaction.Rollback");

    /// <inheritdoc cref="DbTransaction.Rollback(string)"/>
    [Patches(typeof(DbTransaction), nameof(DbTransaction.Rollback), Area = Patch.Database)]
    public static Suspension CoRollback(this DbTransaction transaction, string savepointName) =>
        Call.Of((transaction, savepointName), static (s, token) => s.transaction.RollbackAsync(s.savepointName, token), what: "DbTransaction.Rollback");
}
