// says: 1 ab 3000 3000 True
namespace Codecs;

using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

public static partial class Program
{
    record Item(int Id, string Name);

    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        var path = Path.GetTempFileName();
        using (var stream = [|File.Create(path)|]) [|JsonSerializer.Serialize(stream, new Item(1, "ab"))|];
        Item item;
        using (var stream = [|File.OpenRead(path)|]) item = [|JsonSerializer.Deserialize<Item>(stream)|]!;
        Say(item.Id);
        Say(JsonSerializer.Deserialize<Item>(JsonSerializer.Serialize(item))!.Name); // in memory
        using (var zip = new GZipStream([|File.Create(path)|], CompressionLevel.Fastest)) [|zip.Write(new byte[3000])|];
        using (var zip = new GZipStream([|File.OpenRead(path)|], CompressionMode.Decompress))
        {
            var memory = new MemoryStream();
            [|zip.CopyTo(memory)|];
            Say(memory.Length);
            memory.Position = 0;
            Say(memory.Read(new byte[4000], 0, 4000)); // in memory
        }
        using (var stream = [|File.OpenRead(path)|]) Say([|SHA256.HashData(stream)|].Length == 32);
        File.Delete(path);
        yield break;
    }
}
