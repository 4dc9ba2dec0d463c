namespace CoroutineDsl.Jobs;

/// <summary>A job that is waited for was cancelled, or its deadline passed before it ended.</summary>
/// <param name="job">Which job.</param>
public sealed class JobCancelledException(string job) : Exception($"The job {job} was cancelled, or its deadline passed.");
