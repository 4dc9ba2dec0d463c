namespace CoroutineDsl.Net;

/// <summary>The waits that few sockets have, kept apart so that an idle connection stays small.</summary>
internal sealed class RareWaits
{
    public AcceptWait? Accept { get; set; }

    public ReceiveFromWait? ReceiveFrom { get; set; }

    public SendToWait? SendTo { get; set; }

    public SendBuffersWait? SendBuffers { get; set; }
}
