using System.Threading.Channels;

namespace CoroutineDsl.Patching;

/// <summary>
/// The waits of <see cref="Channel{T}"/> that lose nothing. There is no blocking form that a patch could stand in for: they are called by name, in the place of <c>channel.Reader.ReadAsync().Await()</c>, which lets its
/// task go when it is given up, and with it the item that this task then takes.
/// </summary>
public static class ChannelPatches
{
    /// <summary>Takes an item; waits for one where there is none.</summary>
    /// <remarks>A wait that is given up takes nothing. An item that was taken all the same is the wait's, and what was to end that is thrown at the next.</remarks>
    /// <exception cref="ChannelClosedException">The channel is empty and has been completed (from the wait).</exception>
    public static Suspension<T> CoRead<T>(this ChannelReader<T> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Call.Of(reader, static (r, token) => r.TryRead(out var item) ? new(item) : Read(r, token), what: "ChannelReader.Read");
    }

    /// <summary>Puts an item; waits for room where there is none.</summary>
    /// <remarks>A wait that is given up puts nothing. An item that was put all the same is put: the wait then ends as it does, and what was to end it is thrown at the next.</remarks>
    /// <exception cref="ChannelClosedException">The channel has been completed (from the wait).</exception>
    public static Suspension CoWrite<T>(this ChannelWriter<T> writer, T item)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return Call.Of((writer, item), static (s, token) => s.writer.WriteAsync(s.item, token), "ChannelWriter.Write");
    }

    private static async ValueTask<T> Read<T>(ChannelReader<T> reader, CancellationToken token)
    {
        while (await reader.WaitToReadAsync(token).ConfigureAwait(false))
        {
            if (reader.TryRead(out var item)) return item;
        }

        await reader.Completion.ConfigureAwait(false); // fails as the channel was made to
        throw new ChannelClosedException();
    }
}
