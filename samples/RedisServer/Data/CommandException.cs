namespace RedisServer.Data;

/// <summary>A command cannot be done; the client is told, and goes on.</summary>
internal sealed class CommandException(string message) : Exception(message);
