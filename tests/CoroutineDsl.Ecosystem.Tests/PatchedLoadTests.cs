using System.Data.Common;
using CoroutineDsl.Net;
using Dapper;
using Grpc.Net.Client;
using Microsoft.EntityFrameworkCore;
using MySqlConnector;
using Npgsql;
using StackExchange.Redis;
using Xunit;
using Xunit.Abstractions;

namespace CoroutineDsl.Ecosystem.Tests;

/// <summary>
/// A hundred greenlets with twenty operations each through the blocking members of libraries, where the patch is on: in coroutines, and in plain classes that coroutines call. All values are right, one at a time runs, and
/// while an operation waits the others go on: of a blocking one nobody would.
/// </summary>
[Patch]
public partial class PatchedLoadTests(ITestOutputHelper output)
{
    private const int Greenlets = 100;
    private const int Operations = 20;
    private const string Pool = ";Maximum Pool Size=20;Timeout=120";

    private readonly HashSet<int> _threads = [];
    private string? _whenAnotherThreadCame;
    private int _done;
    private int _underWay;
    private int _mostUnderWay;
    private int _inside;

    [ServerTheory(Servers.Redis), InlineData(false), InlineData(true)]
    public Task Redis(bool isPlain) => OnHub.Run(() => OverRedis(isPlain));

    [ServerTheory(Servers.Postgres), InlineData(false), InlineData(true)]
    public Task Dapper_(bool isPlain) => OnHub.Run(() => Load(id => isPlain ? Calls(id, new DapperStore().Next) : InDapper(id), isPlain));

    [ServerTheory(Servers.Postgres), InlineData(false), InlineData(true)]
    public Task EF_Core(bool isPlain) => OnHub.Run(() => OverEntities(isPlain));

    [ServerTheory(Servers.MariaDb), InlineData(false), InlineData(true)]
    public Task MySqlConnector_(bool isPlain) => OnHub.Run(() => Load(id => isPlain ? Calls(id, new MariaStore().Next) : InMaria(id), isPlain));

    [Theory(Timeout = 300_000), InlineData(false), InlineData(true)]
    public async Task Grpc_over_CoHttp(bool isPlain)
    {
        await using var app = await EchoService.Start();
        await OnHub.Run(() => OverGrpc(app.Urls.First(), isPlain));
    }

    [Coroutine]
    private IEnumerator<Yield> Load(Func<int, IEnumerator<Yield>> body, bool isPlain)
    {
        var beat = HeartBeat.Start();
        var greenlets = new List<Greenlet>();
        for (var i = 0; i < Greenlets; i++) greenlets.Add(Greenlet.Spawn(body(i), $"load {i}"));
        foreach (var greenlet in greenlets) greenlet.Get().Await();
        beat.Greenlet.Kill().Await();
        output.WriteLine($"{beat}; of {_done} operations at most {_mostUnderWay} were under way at once; {_threads.Count} threads");
        Assert.Equal(Greenlets * Operations, _done);
        Assert.InRange(_mostUnderWay, Greenlets / 2, Greenlets); // one, if each blocked
        if (!isPlain) Assert.True(_threads.Count == 1, _whenAnotherThreadCame);
        yield break;
    }

    private void Begin()
    {
        Assert.Equal(1, ++_inside); // two at a time would be seen here
        if (_threads.Add(Environment.CurrentManagedThreadId) && _threads.Count == 2) _whenAnotherThreadCame = Hub.Current.Dump(); // it says who waits in plain code
        _mostUnderWay = Math.Max(_mostUnderWay, ++_underWay);
        _inside--;
    }

    private void End()
    {
        Assert.Equal(1, ++_inside);
        _underWay--;
        _done++;
        _inside--;
    }

    [Coroutine]
    private IEnumerator<Yield> Calls(int id, Func<int, int> next)
    {
        for (var i = 0; i < Operations; i++)
        {
            Begin();
            Assert.Equal(id + i + 1, next(id + i));
            End();
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> OverRedis(bool isPlain)
    {
        using var connection = ConnectionMultiplexer.Connect($"{Servers.Of(Servers.Redis)},syncTimeout=120000,asyncTimeout=120000");
        var database = connection.GetDatabase();
        Load(id => isPlain ? Calls(id, new RedisStore(database).Next) : InRedis(database, id), isPlain).Await();
        foreach (var key in connection.GetServers()[0].Keys(pattern: "load:*")) database.KeyDelete(key);
        Assert.Empty(connection.GetServers()[0].Keys(pattern: "load:*"));
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> InRedis(IDatabase database, int id)
    {
        for (var i = 0; i < Operations; i++)
        {
            Begin();
            database.StringSet($"load:{id}", i);
            Assert.Equal(i + 1, database.StringIncrement($"load:{id}"));
            Assert.Equal(i + 1, (int)database.StringGet($"load:{id}"));
            End();
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> InDapper(int id)
    {
        for (var i = 0; i < Operations; i++)
        {
            Begin();
            using var connection = new NpgsqlConnection(Servers.Of(Servers.Postgres) + Pool);
            Assert.Equal([id, i], connection.Query<int>("SELECT * FROM unnest(@values)", new { values = new[] { id, i } }));
            Assert.Equal(i, connection.QuerySingle<int>("SELECT @i", new { i }));
            End();
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> InMaria(int id)
    {
        for (var i = 0; i < Operations; i++)
        {
            Begin();
            using var connection = new MySqlConnection(Servers.Of(Servers.MariaDb) + MariaPool);
            connection.Open();
            using var command = new MySqlCommand($"SELECT {id}, {i}", connection);
            using var reader = command.ExecuteReader();
            Assert.True(reader.Read());
            Assert.Equal((id, i), (reader.GetInt32(0), reader.GetInt32(1)));
            End();
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> OverEntities(bool isPlain)
    {
        var table = $"load_{Guid.NewGuid():N}";
        var (create, drop) = ($"CREATE TABLE {table} (\"Id\" int PRIMARY KEY, \"Number\" int)", $"DROP TABLE {table}");
        using (var context = new Entities(table)) context.Database.ExecuteSqlRaw(create);
        Load(id => isPlain ? Calls(id, new EntityStore(table, id).Next) : InEntities(table, id), isPlain).Await();
        using (var context = new Entities(table))
        {
            var sum = 0;
            foreach (var row in context.Rows) sum += row.Number;
            Assert.Equal(isPlain ? Greenlets * (Greenlets - 1) / 2 + Greenlets * Operations : Greenlets * (Operations - 1), sum);
            context.Database.ExecuteSqlRaw(drop);
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> InEntities(string table, int id)
    {
        for (var i = 0; i < Operations; i++)
        {
            Begin();
            using var context = new Entities(table);
            var row = context.Rows.SingleOrDefault(r => r.Id == id);
            if (row is null) context.Rows.Add(row = new Row { Id = id });
            row.Number = i;
            context.SaveChanges();
            foreach (var same in context.Rows.Where(r => r.Id == id)) Assert.Equal(i, same.Number);
            Assert.Equal(1, context.Rows.Count(r => r.Id == id));
            End();
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> OverGrpc(string address, bool isPlain)
    {
        using var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = CoHttp.CreateHandler(), DisposeHttpClient = true });
        var client = new EchoService.Client(channel);
        Load(id => isPlain ? Calls(id, new EchoStore(client).Next) : InGrpc(client, id), isPlain).Await();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> InGrpc(EchoService.Client client, int id)
    {
        for (var i = 0; i < Operations; i++)
        {
            Begin();
            Assert.Equal($"{id} {i}", client.Echo($"{id} {i}"));
            End();
        }

        yield break;
    }

    private const string MariaPool = ";Maximum Pool Size=20;Connection Timeout=120";

    private sealed class RedisStore(IDatabase database)
    {
        public int Next(int number)
        {
            var key = $"load:{Greenlet.Current.Id}";
            database.StringSet(key, number);
            database.StringIncrement(key);
            return (int)database.StringGet(key);
        }
    }

    private sealed class DapperStore
    {
        public int Next(int number)
        {
            using DbConnection connection = new NpgsqlConnection(Servers.Of(Servers.Postgres) + Pool);
            return connection.QuerySingle<int>("SELECT @number + 1", new { number });
        }
    }

    private sealed class MariaStore
    {
        public int Next(int number)
        {
            using var connection = new MySqlConnection(Servers.Of(Servers.MariaDb) + MariaPool);
            connection.Open();
            using var command = new MySqlCommand($"SELECT {number} + 1", connection);
            return Convert.ToInt32(command.ExecuteScalar());
        }
    }

    private sealed class EntityStore(string table, int id)
    {
        public int Next(int number)
        {
            using var context = new Entities(table);
            var row = context.Rows.FirstOrDefault(r => r.Id == id);
            if (row is null) context.Rows.Add(row = new Row { Id = id });
            row.Number = number + 1;
            context.SaveChanges();
            return context.Rows.AsNoTracking().Where(r => r.Id == id).ToList()[0].Number;
        }
    }

    private sealed class EchoStore(EchoService.Client client)
    {
        public int Next(int number) => int.Parse(client.Echo($"{number + 1}"), System.Globalization.CultureInfo.InvariantCulture);
    }

    private sealed class Entities(string table) : DbContext
    {
        public DbSet<Row> Rows => Set<Row>();

        protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNpgsql(Servers.Of(Servers.Postgres) + Pool).ReplaceService<Microsoft.EntityFrameworkCore.Infrastructure.IModelCacheKeyFactory, ModelOfTable>();

        protected override void OnModelCreating(ModelBuilder model) => model.Entity<Row>(row =>
        {
            row.ToTable(table);
            row.Property(r => r.Id).ValueGeneratedNever();
        });

        public string Table => table;
    }

    private sealed class ModelOfTable : Microsoft.EntityFrameworkCore.Infrastructure.IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) => (((Entities)context).Table, designTime);
    }

    private sealed class Row
    {
        public int Id { get; set; }

        public int Number { get; set; }
    }
}
