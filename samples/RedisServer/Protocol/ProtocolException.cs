namespace RedisServer.Protocol;

/// <summary>What the client sent is no request; the connection is closed after the answer.</summary>
internal sealed class ProtocolException(string message) : Exception(message);
