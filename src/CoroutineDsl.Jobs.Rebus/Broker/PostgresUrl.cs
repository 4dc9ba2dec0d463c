using Npgsql;

namespace CoroutineDsl.Jobs;

/// <summary>Reads an address as <c>DATABASE_URL</c> has it.</summary>
internal static class PostgresUrl
{
    public static string ToConnectionString(string text)
    {
        if (!text.StartsWith("postgres://", StringComparison.Ordinal) && !text.StartsWith("postgresql://", StringComparison.Ordinal)) return text;
        var url = new Uri(text);
        var builder = new NpgsqlConnectionStringBuilder { Host = url.Host, Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')) };
        if (url.Port > 0) builder.Port = url.Port;
        var user = url.UserInfo.Split(':', 2);
        if (user[0].Length > 0) builder.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1) builder.Password = Uri.UnescapeDataString(user[1]);
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            builder[Uri.UnescapeDataString(parts[0]).Replace('_', ' ')] = Uri.UnescapeDataString(parts.Length > 1 ? parts[1] : "");
        }

        return builder.ConnectionString;
    }
}
