namespace CoroutineDsl.Http;

/// <summary>Thrown in a handler of a <see cref="HttpServer"/>: the request is answered with this status, as long as no other answer has begun. Reading a request throws it where the request is faulty.</summary>
/// <remarks>It is an answer and no failure: nothing is reported.</remarks>
public sealed class HttpStatusException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="status">The status, 400 to 599.</param>
    /// <param name="message">The text of the answer; by default what the status means. The client reads it.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is no status of an error.</exception>
    public HttpStatusException(int status, string? message = null)
        : base(message ?? HttpStatus.Reason(status))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        Status = status;
    }

    /// <summary>The status.</summary>
    public int Status { get; }

    /// <summary>Header fields of the answer, such as <c>Allow</c> or <c>WWW-Authenticate</c>.</summary>
    public Dictionary<string, string> Headers { get; } = [];
}
