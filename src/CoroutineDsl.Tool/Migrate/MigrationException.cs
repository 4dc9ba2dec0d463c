namespace CoroutineDsl.Tool.Migrate;

/// <summary>What keeps a migration from being made, in words for whoever called the tool.</summary>
internal sealed class MigrationException(string message) : Exception(message);
