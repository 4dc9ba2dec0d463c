namespace CoroutineDsl.Tool.Top;

/// <summary>What the keys of <c>coro top</c> have said: where in the list, filtered by what, and whether it is over.</summary>
internal sealed class TopKeys
{
    public string Filter { get; private set; } = "";

    /// <summary>The first greenlet that is shown.</summary>
    public int First { get; private set; }

    /// <summary>A filter is being written: each letter filters at once.</summary>
    public bool IsWriting { get; private set; }

    public bool IsOver { get; private set; }

    /// <summary>All that looks wrong is shown, and who is in it, in the place of all else.</summary>
    public bool IsWhole { get; private set; }

    public void Take(ConsoleKeyInfo key)
    {
        if (IsWriting) Write(key);
        else Command(key);
    }

    private void Write(ConsoleKeyInfo key)
    {
        switch (key)
        {
            case { Key: ConsoleKey.Escape }:
                Filter = "";
                IsWriting = false;
                break;
            case { Key: ConsoleKey.Enter }:
                IsWriting = false;
                break;
            case { Key: ConsoleKey.Backspace }:
                if (Filter.Length > 0) Filter = Filter[..^1];
                break;
            case { KeyChar: var letter } when !char.IsControl(letter):
                Filter += letter;
                break;
        }

        First = 0;
    }

    private void Command(ConsoleKeyInfo key)
    {
        switch (key)
        {
            case { Key: ConsoleKey.Escape } when Filter.Length > 0:
                Filter = "";
                First = 0;
                break;
            case { KeyChar: 'q' } or { Key: ConsoleKey.Escape }:
                IsOver = true;
                break;
            case { KeyChar: 'j' } or { Key: ConsoleKey.DownArrow }:
                First++;
                break;
            case { KeyChar: 'k' } or { Key: ConsoleKey.UpArrow }:
                First = Math.Max(0, First - 1);
                break;
            case { Key: ConsoleKey.PageDown }:
                First += 20;
                break;
            case { Key: ConsoleKey.PageUp }:
                First = Math.Max(0, First - 20);
                break;
            case { KeyChar: 'p' }:
                IsWhole = !IsWhole;
                First = 0;
                break;
            case { KeyChar: '/' }:
                IsWriting = true;
                break;
        }
    }
}
