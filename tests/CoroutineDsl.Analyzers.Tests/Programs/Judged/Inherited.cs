// says: read through 2
// stays: 1
namespace Inherited;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        var path = Path.GetTempFileName();
        [|File.WriteAllText(path, "read through")|];
        using var stream = new Traced(path);
        Say(stream.Text().Await());
        Say(stream.Both().Await());
        File.Delete(path);
        yield break;
    }

    // a stream of one's own
    partial class Traced(string path) : FileStream(path, FileMode.Open)
    {
        [Coroutine]
        public IEnumerator<Yield<string>> Text()
        {
            var buffer = new byte[100];
            var n = [|Read(buffer, 0, 100)|];
            yield return System.Text.Encoding.ASCII.GetString(buffer, 0, n);
        }

        // what is called on 'base' can be called by nobody else
        [Coroutine]
        public IEnumerator<Yield<int>> Both()
        {
            Position = 0;
            [|this.Read(new byte[1], 0, 1)|];
            yield return 1 + [|base.Read(new byte[1], 0, 1)|];
        }
    }
}
