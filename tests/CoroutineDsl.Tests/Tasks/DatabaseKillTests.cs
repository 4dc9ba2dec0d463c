using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Xunit;
using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Greenlet;

#pragma warning disable CORO007 // method groups: the un-lowered half of each test

namespace CoroutineDsl.Tests.Tasks;

/// <summary>A kill during a command, under <c>using</c>: a driver's <c>Dispose</c> blocks beside a command in flight, so it must not come before that has ended; and the hub goes on meanwhile.</summary>
public sealed partial class DatabaseKillTests : TaskTest
{
    public enum Way
    {
        Patched,
        PatchedPlain,
        Cancellable,
        AsyncDisposal,
    }

    private readonly Connection _connection = new();

    [Theory, InlineData(Way.Patched, true), InlineData(Way.Patched, false), InlineData(Way.PatchedPlain, true), InlineData(Way.Cancellable, true), InlineData(Way.Cancellable, false), InlineData(Way.AsyncDisposal, true), InlineData(Way.AsyncDisposal, false)]
    public void The_connection_is_free_when_it_is_disposed_of(Way way, bool isLowered)
    {
        using var hub = RealTime();
        var greenlet = Spawn(way switch
        {
            Way.Patched => isLowered ? Executes() : Unlowered(Executes),
            Way.PatchedPlain => ExecutesInPlainCode(),
            Way.Cancellable => isLowered ? Awaits() : Unlowered(Awaits),
            _ => isLowered ? AwaitsAndDisposes() : Unlowered(AwaitsAndDisposes),
        });
        Until(() => _connection.IsBusy);
        _ = greenlet.Kill();
        Until(() => _connection.IsCancelled);
        for (var i = 0; i < 50; i++) Sleep().Await(); // the hub goes on
        Assert.False(greenlet.IsReady);
        Assert.False(_connection.IsDisposed);
        _connection.EndCommand();
        greenlet.Join().Await();
        Assert.True(_connection.IsDisposed);
        Assert.False(_connection.WasDisposedBusy);
        Assert.True(greenlet.IsKilled);
        Assert.Empty(Abandoned);
    }

    private static IEnumerator<Yield> Unlowered(Func<IEnumerator<Yield>> body) => body();

    [Coroutine(Patch = true)]
    private IEnumerator<Yield> Executes()
    {
        using var connection = _connection;
        using var command = connection.CreateCommand();
        command.ExecuteScalar();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> ExecutesInPlainCode()
    {
        PlainCode.Execute(_connection);
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Awaits()
    {
        using var connection = _connection;
        using var command = connection.CreateCommand();
        Cancellable(token => command.ExecuteScalarAsync(token)).Await();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> AwaitsAndDisposes()
    {
        var command = _connection.CreateCommand();
        try
        {
            Cancellable(token => command.ExecuteScalarAsync(token)).Await();
        }
        finally
        {
            command.DisposeAsync().Await();
            _connection.DisposeAsync().Await();
        }

        yield break;
    }

    [Patch]
    private static class PlainCode
    {
        public static void Execute(Connection connection)
        {
            using var own = connection;
            using var command = own.CreateCommand();
            command.ExecuteScalar();
        }
    }

    /// <summary>One connection of a driver that serves one command at a time, and waits for it when it is closed.</summary>
    private sealed class Connection : DbConnection
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _isBusy;

        public bool IsBusy => _isBusy;

        public bool IsCancelled { get; private set; }

        public bool IsDisposed { get; private set; }

        public bool WasDisposedBusy { get; private set; }

        [AllowNull]
        public override string ConnectionString { get; set; } = "";

        public override string Database => "";

        public override string DataSource => "";

        public override string ServerVersion => "";

        public override ConnectionState State => ConnectionState.Open;

        public void EndCommand() => _end.SetResult();

        public async Task<object?> Run(CancellationToken token)
        {
            _isBusy = true;
            using (token.Register(() => IsCancelled = true)) await _end.Task.ConfigureAwait(false); // the server takes its time to stop
            _isBusy = false;
            token.ThrowIfCancellationRequested();
            return 1;
        }

        public override void Open()
        {
        }

        public override void Close()
        {
        }

        public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

        protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException();

        protected override DbCommand CreateDbCommand() => new Command(this);

        protected override void Dispose(bool disposing)
        {
            if (_isBusy) WasDisposedBusy = true; // here a driver would block
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    private sealed class Command(Connection connection) : DbCommand
    {
        [AllowNull]
        public override string CommandText { get; set; } = "";

        public override int CommandTimeout { get; set; }

        public override CommandType CommandType { get; set; }

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get; set; }

        protected override DbConnection? DbConnection { get; set; }

        protected override DbParameterCollection DbParameterCollection => throw new NotSupportedException();

        protected override DbTransaction? DbTransaction { get; set; }

        public override void Cancel()
        {
        }

        public override int ExecuteNonQuery() => throw new InvalidOperationException("it blocks the hub");

        public override object ExecuteScalar() => throw new InvalidOperationException("it blocks the hub");

        public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken) => connection.Run(cancellationToken);

        public override void Prepare()
        {
        }

        protected override DbParameter CreateDbParameter() => throw new NotSupportedException();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => throw new NotSupportedException();
    }
}
