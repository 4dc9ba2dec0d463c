// says: opened begun 1 42 row row committed interface 7
namespace Ledgers;

using System.Collections;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

public static partial class Program
{
    static readonly SemaphoreSlim s_server = new(0);

    // the database answers when the heart has beaten
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        using DbConnection connection = new FakeConnection();
        Answer();
        [|connection.Open()|];
        Say("opened");
        Answer();
        using var transaction = [|connection.BeginTransaction()|];
        Say("begun");
        using DbCommand command = connection.CreateCommand();
        Answer();
        Say([|command.ExecuteNonQuery()|]);
        Answer();
        Say([|command.ExecuteScalar()|]!);
        Answer(4);
        using (DbDataReader reader = [|command.ExecuteReader()|])
        {
            while ([|reader.Read()|]) Say(reader.IsDBNull(0) ? "null" : reader.GetFieldValue<string>(0));
        }
        Answer();
        [|transaction.Commit()|];
        Say("committed");
        IDbCommand old = command;
        Answer();
        Say([|old.ExecuteNonQuery()|] == 1 ? "interface" : "");
        var table = new DataTable();
        table.Columns.Add("a");
        table.Rows.Add(7);
        using var rows = table.CreateDataReader();
        rows.Read(); // in memory
        Say(rows[0]);
        yield break;
    }

    static void Answer(int times = 1) => Later(() => s_server.Release(times));

    static T Ask<T>(T value)
    {
        s_server.Wait();
        return value;
    }

    static async Task<T> AskAsync<T>(T value)
    {
        await s_server.WaitAsync().ConfigureAwait(false);
        return value;
    }

    sealed class FakeConnection : DbConnection
    {
        [AllowNull] public override string ConnectionString { get; set; } = "";
        public override string Database => "";
        public override string DataSource => "";
        public override string ServerVersion => "";
        public override ConnectionState State => ConnectionState.Open;
        public override void ChangeDatabase(string databaseName) { }
        public override void Close() { }
        public override void Open() => Ask(0);
        public override Task OpenAsync(CancellationToken token) => AskAsync(0);
        protected override DbTransaction BeginDbTransaction(IsolationLevel level) => Ask(new FakeTransaction(this));
        protected override async ValueTask<DbTransaction> BeginDbTransactionAsync(IsolationLevel level, CancellationToken token) => await AskAsync(new FakeTransaction(this));
        protected override DbCommand CreateDbCommand() => new FakeCommand();
    }

    sealed class FakeTransaction(DbConnection connection) : DbTransaction
    {
        protected override DbConnection DbConnection => connection;
        public override IsolationLevel IsolationLevel => IsolationLevel.Serializable;
        public override void Commit() => Ask(0);
        public override Task CommitAsync(CancellationToken token) => AskAsync(0);
        public override void Rollback() { }
    }

    sealed class FakeCommand : DbCommand
    {
        [AllowNull] public override string CommandText { get; set; } = "";
        public override int CommandTimeout { get; set; }
        public override CommandType CommandType { get; set; }
        public override bool DesignTimeVisible { get; set; }
        public override UpdateRowSource UpdatedRowSource { get; set; }
        protected override DbConnection? DbConnection { get; set; }
        protected override DbParameterCollection DbParameterCollection => throw new NotSupportedException();
        protected override DbTransaction? DbTransaction { get; set; }
        public override void Cancel() { }
        public override void Prepare() { }
        protected override DbParameter CreateDbParameter() => throw new NotSupportedException();
        public override int ExecuteNonQuery() => Ask(1);
        public override Task<int> ExecuteNonQueryAsync(CancellationToken token) => AskAsync(1);
        public override object? ExecuteScalar() => Ask(42);
        public override Task<object?> ExecuteScalarAsync(CancellationToken token) => AskAsync<object?>(42);
        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Ask(new FakeReader());
        protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken token) => await AskAsync(new FakeReader());
    }

    sealed class FakeReader : DbDataReader
    {
        int _rows;
        public override bool Read() => Ask(_rows++ < 2);
        public override Task<bool> ReadAsync(CancellationToken token) => AskAsync(_rows++ < 2);
        public override bool NextResult() => false;
        public override object this[int ordinal] => "row";
        public override object this[string name] => "row";
        public override int Depth => 0;
        public override int FieldCount => 1;
        public override bool HasRows => true;
        public override bool IsClosed => false;
        public override int RecordsAffected => 0;
        public override bool GetBoolean(int ordinal) => false;
        public override byte GetByte(int ordinal) => 0;
        public override long GetBytes(int ordinal, long offset, byte[]? buffer, int start, int length) => 0;
        public override char GetChar(int ordinal) => 'x';
        public override long GetChars(int ordinal, long offset, char[]? buffer, int start, int length) => 0;
        public override string GetDataTypeName(int ordinal) => "";
        public override DateTime GetDateTime(int ordinal) => default;
        public override decimal GetDecimal(int ordinal) => 0;
        public override double GetDouble(int ordinal) => 0;
        public override IEnumerator GetEnumerator() => throw new NotSupportedException();
        public override Type GetFieldType(int ordinal) => typeof(string);
        public override float GetFloat(int ordinal) => 0;
        public override Guid GetGuid(int ordinal) => default;
        public override short GetInt16(int ordinal) => 0;
        public override int GetInt32(int ordinal) => 0;
        public override long GetInt64(int ordinal) => 0;
        public override string GetName(int ordinal) => "a";
        public override int GetOrdinal(string name) => 0;
        public override string GetString(int ordinal) => "row";
        public override object GetValue(int ordinal) => "row";
        public override int GetValues(object[] values) => 0;
        public override bool IsDBNull(int ordinal) => false;
    }
}
