// says: abc True False 5 seven a=1,b=2 6 3 left-right
namespace Expressions;

public static partial class Program
{
    static string s_order = "";

    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        Three(A(), [|Get("b").Result|], C());
        Say(s_order);
        Say([|Get(true).Result|] && [|Get(true).Result|]);
        Say(A() == "" && [|Get(true).Result|]);
        int? none = null;
        Say(none ?? [|Get(5).Result|]);
        Say([|Get(7).Result|] switch { 7 => [|Get("seven").Result|], _ => "other" });
        Say($"a={[|Get(1).Result|]},b={[|Get(2).Result|]}");
        var sums = new[] { 1, 2 };
        sums[[|Get(1).Result|]] += [|Get(4).Result|];
        Say(sums[1]);
        Say(new List<int> { [|Get(1).Result|], [|Get(2).Result|] }.Sum());
        var (left, right) = ([|Get("left").Result|], [|Get("right").Result|]);
        Say(left + (right is { Length: > 0 } ? "-" + right : ""));
        yield break;
    }

    static string A() { s_order += "a"; return "a"; }

    static string C() { s_order += "c"; return "c"; }

    static void Three(string a, string b, string c) => s_order = a + b + c;

    static async Task<T> Get<T>(T value)
    {
        await Task.Yield();
        return value;
    }
}
