using System.Data;
using System.Data.Common;

namespace CoroutineDsl.Patching;

/// <summary>
/// Cooperative <c>System.Data.Common</c>. A wait that is given up cancels the command and waits for its end, so that the connection is free when it is disposed of. A command that has run all the same has run: its
/// value is the wait's, and what was to end that is thrown at the next. Drivers whose asynchronous members block (SQLite, ODBC, OLE DB, DuckDB) run on a thread of their connection: nothing can stop a call of theirs.
/// </summary>
public static class DatabasePatches
{
    /// <inheritdoc cref="DbDataSource.OpenConnection"/>
    /// <remarks>A connection that was opened too late is disposed of: it goes back to its pool.</remarks>
    [Acquires, Patches(typeof(DbDataSource), nameof(DbDataSource.OpenConnection), Area = Patch.Database)]
    public static Suspension<DbConnection> CoOpenConnection(this DbDataSource source) =>
        Call.Of(source, static (s, token) => DriverThread.IsNeeded(s) ? new(Pooled.Run(s.OpenConnection)) : s.OpenConnectionAsync(token), Call.Dispose, what: "DbDataSource.OpenConnection");

    /// <inheritdoc cref="DbConnection.Open"/>
    /// <remarks>A connection that was opened too late stays open: it is the caller's to dispose of.</remarks>
    [Patches(typeof(DbConnection), nameof(DbConnection.Open), Area = Patch.Database)]
    public static Suspension CoOpen(this DbConnection connection) => Call.Of(connection, static (c, token) => DriverThread.IsNeeded(c) ? DriverThread.Run(c, c.Open) : c.OpenAsync(token), what: "DbConnection.Open");

    /// <inheritdoc cref="DbConnection.BeginTransaction()"/>
    /// <remarks>A transaction that was begun too late is disposed of, which rolls it back.</remarks>
    [Acquires, Patches(typeof(DbConnection), nameof(DbConnection.BeginTransaction), Area = Patch.Database)]
    public static Suspension<DbTransaction> CoBeginTransaction(this DbConnection connection) =>
        Call.Of(connection, static (c, token) => DriverThread.IsNeeded(c) ? new(DriverThread.Run(c, c.BeginTransaction)) : c.BeginTransactionAsync(token), Call.Dispose, what: "DbConnection.BeginTransaction");

    /// <inheritdoc cref="DbConnection.BeginTransaction(IsolationLevel)"/>
    /// <inheritdoc cref="CoBeginTransaction(DbConnection)" path="/remarks"/>
    [Acquires, Patches(typeof(DbConnection), nameof(DbConnection.BeginTransaction), Area = Patch.Database)]
    public static Suspension<DbTransaction> CoBeginTransaction(this DbConnection connection, IsolationLevel isolationLevel) =>
        Call.Of((connection, isolationLevel), static (s, token) => DriverThread.IsNeeded(s.connection)
            ? new(DriverThread.Run(s.connection, () => s.connection.BeginTransaction(s.isolationLevel))) : s.connection.BeginTransactionAsync(s.isolationLevel, token), Call.Dispose, what: "DbConnection.BeginTransaction");

    /// <inheritdoc cref="DbCommand.ExecuteNonQuery"/>
    [Patches(typeof(DbCommand), nameof(DbCommand.ExecuteNonQuery), Area = Patch.Database)]
    public static Suspension<int> CoExecuteNonQuery(this DbCommand command) =>
        Call.Of(command, static (c, token) => new ValueTask<int>(DriverThread.IsNeeded(c) ? DriverThread.Run(c.Connection, c.ExecuteNonQuery) : c.ExecuteNonQueryAsync(token)), what: "DbCommand.ExecuteNonQuery");

    /// <inheritdoc cref="DbCommand.ExecuteScalar"/>
    [Patches(typeof(DbCommand), nameof(DbCommand.ExecuteScalar), Area = Patch.Database)]
    public static Suspension<object?> CoExecuteScalar(this DbCommand command) =>
        Call.Of(command, static (c, token) => new ValueTask<object?>(DriverThread.IsNeeded(c) ? DriverThread.Run(c.Connection, c.ExecuteScalar) : c.ExecuteScalarAsync(token)), what: "DbCommand.ExecuteScalar");

    /// <inheritdoc cref="DbCommand.ExecuteReader()"/>
    /// <remarks>A reader that was opened too late is disposed of.</remarks>
    [Acquires, Patches(typeof(DbCommand), nameof(DbCommand.ExecuteReader), Area = Patch.Database)]
    public static Suspension<DbDataReader> CoExecuteReader(this DbCommand command) => command.CoExecuteReader(CommandBehavior.Default);

    /// <inheritdoc cref="DbCommand.ExecuteReader(CommandBehavior)"/>
    /// <inheritdoc cref="CoExecuteReader(DbCommand)" path="/remarks"/>
    [Acquires, Patches(typeof(DbCommand), nameof(DbCommand.ExecuteReader), Area = Patch.Database)]
    public static Suspension<DbDataReader> CoExecuteReader(this DbCommand command, CommandBehavior behavior) =>
        Call.Of((command, behavior), static (s, token) => new ValueTask<DbDataReader>(DriverThread.IsNeeded(s.command)
            ? DriverThread.Run(s.command.Connection, () => s.command.ExecuteReader(s.behavior)) : s.command.ExecuteReaderAsync(s.behavior, token)), Call.Dispose, what: "DbCommand.ExecuteReader");

    /// <inheritdoc cref="DbDataReader.Read"/>
    [Patches(typeof(DbDataReader), nameof(DbDataReader.Read), Area = Patch.Database)]
    public static Suspension<bool> CoRead(this DbDataReader reader) => Call.Of(reader, static (r, token) => new ValueTask<bool>(DriverThread.IsNeeded(r) ? DriverThread.Run(r, r.Read) : r.ReadAsync(token)), what: "DbDataReader.Read");

    /// <inheritdoc cref="DbDataReader.NextResult"/>
    [Patches(typeof(DbDataReader), nameof(DbDataReader.NextResult), Area = Patch.Database)]
    public static Suspension<bool> CoNextResult(this DbDataReader reader) =>
        Call.Of(reader, static (r, token) => new ValueTask<bool>(DriverThread.IsNeeded(r) ? DriverThread.Run(r, r.NextResult) : r.NextResultAsync(token)), what: "DbDataReader.NextResult");

    /// <inheritdoc cref="DbTransaction.Commit"/>
    /// <remarks>A transaction that was committed all the same is committed: the wait then ends as it does.</remarks>
    [Patches(typeof(DbTransaction), nameof(DbTransaction.Commit), Area = Patch.Database)]
    public static Suspension CoCommit(this DbTransaction transaction) => Call.Of(transaction, static (t, token) => DriverThread.IsNeeded(t) ? DriverThread.Run(t.Connection, t.Commit) : t.CommitAsync(token), what: "DbTransaction.Commit");

    /// <inheritdoc cref="DbTransaction.Rollback()"/>
    [Patches(typeof(DbTransaction), nameof(DbTransaction.Rollback), Area = Patch.Database)]
    public static Suspension CoRollback(this DbTransaction transaction) => Call.Of(transaction, static (t, token) => DriverThread.IsNeeded(t) ? DriverThread.Run(t.Connection, t.Rollback) : t.RollbackAsync(token), what: "DbTransaction.Rollback");

    /// <inheritdoc cref="DbTransaction.Rollback(string)"/>
    [Patches(typeof(DbTransaction), nameof(DbTransaction.Rollback), Area = Patch.Database)]
    public static Suspension CoRollback(this DbTransaction transaction, string savepointName) =>
        Call.Of((transaction, savepointName), static (s, token) => DriverThread.IsNeeded(s.transaction)
            ? DriverThread.Run(s.transaction.Connection, () => s.transaction.Rollback(s.savepointName)) : s.transaction.RollbackAsync(s.savepointName, token), what: "DbTransaction.Rollback");
}
