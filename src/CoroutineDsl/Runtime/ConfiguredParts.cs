using System.Runtime.CompilerServices;

namespace CoroutineDsl.Runtime;

/// <summary>What <c>sequence.WithCancellation(token)</c> is made of. It gives neither: its fields are read where they are there, else the sequence is taken as it is, and only its own token cancels it.</summary>
internal static class ConfiguredParts<T>
{
    private static readonly bool s_isKnown = Probe();

    public static (IAsyncEnumerable<T> Sequence, CancellationToken Token) Of(ConfiguredCancelableAsyncEnumerable<T> source) =>
        s_isKnown ? (Sequence(ref source), Token(ref source)) : (new Whole(source), CancellationToken.None);

    private static bool Probe()
    {
        try
        {
            using var cancellation = new CancellationTokenSource();
            var empty = new Whole(default);
            var source = empty.WithCancellation(cancellation.Token);
            return ReferenceEquals(Sequence(ref source), empty) && Token(ref source) == cancellation.Token;
        }
        catch (MissingFieldException)
        {
            return false;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_enumerable")]
    private static extern ref IAsyncEnumerable<T> Sequence(ref ConfiguredCancelableAsyncEnumerable<T> source);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_cancellationToken")]
    private static extern ref CancellationToken Token(ref ConfiguredCancelableAsyncEnumerable<T> source);

    private sealed class Whole(ConfiguredCancelableAsyncEnumerable<T> source) : IAsyncEnumerable<T>
    {
        public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        {
            await foreach (var item in source.ConfigureAwait(false)) yield return item;
        }
    }
}
