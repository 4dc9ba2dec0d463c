namespace CoroutineDsl.Jobs;

/// <summary>The tables beside Rebus's own. Made where they are not there; nothing is ever changed in those that are.</summary>
internal static class PostgresSchema
{
    /// <summary>Rebus's table, with the messages of all queues.</summary>
    public const string Messages = "jobs_messages";

    /// <summary>The spaces of advisory locks: of whoever makes the tables, of a worker that is there, of the leader of a queue.</summary>
    public const int SchemaLock = 0x4A4F4253, WorkerLock = 0x4A4F4254, LeaderLock = 0x4A4F4255, LimitLock = 0x4A4F4256;

    /// <summary>Whether a session holds the lock of a worker. The locks of all databases of the server are in one list.</summary>
    public static string IsHeld(string worker) =>
        $"""
        exists (select from pg_locks where locktype = 'advisory' and classid = {WorkerLock}::int::oid and objid = {worker}::int::oid and objsubid = 2 and granted
            and database = (select oid from pg_database where datname = current_database()))
        """;

    public const string HasIndexes = "select to_regclass('jobs_messages_next') is not null and to_regclass('jobs_messages_id') is not null";

    /// <summary>
    /// Rebus takes the first message of a recipient by priority, time and id, and deletes it by its id, in one statement. Without these the database sorts the whole queue for each message until it has
    /// statistics (239 ms where 100,000 wait), and reads the whole primary key, in which the id is last, ever after (8 ms). With them it takes 0.3 ms. The index of Rebus that is dropped is what the
    /// database sorts from, where it thinks that few messages wait.
    /// </summary>
    public const string Indexes = """
        set local lock_timeout = '2s';
        drop index if exists idx_receive_jobs_messages;
        create index if not exists jobs_messages_next on jobs_messages (recipient, priority desc, visible, id);
        create index if not exists jobs_messages_id on jobs_messages (id);
        """;

    public const string Sql = """
        create table if not exists jobs_state (
            id text primary key,
            queue text not null,
            name text not null,
            version int not null default 1,
            state smallint not null,
            attempts int not null default 0,
            lost int not null default 0,
            worker int not null default 0,
            key text,
            is_cancelled boolean not null default false,
            progress double precision,
            note text,
            error text,
            result bytea,
            begun timestamptz,
            ended timestamptz,
            expires timestamptz
        );
        create index if not exists jobs_state_running on jobs_state (queue, name) where state = 1;
        create index if not exists jobs_state_failed on jobs_state (queue, state) where state in (0, 3, 4);
        create index if not exists jobs_state_expires on jobs_state (expires) where expires is not null;
        create table if not exists jobs_keys (
            queue text not null,
            key text not null,
            id text not null,
            expires timestamptz,
            primary key (queue, key)
        );
        create table if not exists jobs_turns (
            queue text not null,
            name text not null,
            next timestamptz not null,
            primary key (queue, name)
        );
        create table if not exists jobs_periodic (
            queue text not null,
            name text not null,
            last timestamptz not null,
            primary key (queue, name)
        );
        create sequence if not exists jobs_workers as int cycle;
        """;
}
