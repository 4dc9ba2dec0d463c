// What blocks in .NET and has no cooperative form of its own.
using CoroutineDsl;

[assembly: Blocking("M:System.Threading.Monitor.Wait", IsThreadBound = true)] // gives up a lock of this thread: use CoCondition
[assembly: Blocking("T:System.Threading.Mutex", IsThreadBound = true)]        // is owned by this thread: use CoLock

[assembly: Blocking("M:System.Threading.WaitHandle.WaitAll", Area = Patch.Sync)]
[assembly: Blocking("M:System.Threading.WaitHandle.WaitAny", Area = Patch.Sync)]
[assembly: Blocking("M:System.Threading.WaitHandle.SignalAndWait", Area = Patch.Sync)]
[assembly: Blocking("M:System.Threading.Barrier.SignalAndWait", Area = Patch.Sync)]
[assembly: Blocking("M:System.Threading.SpinWait.SpinUntil", Area = Patch.Sync)]

[assembly: Blocking("M:System.Threading.Tasks.Parallel.For", Area = Patch.Thread)]
[assembly: Blocking("M:System.Threading.Tasks.Parallel.ForEach", Area = Patch.Thread)]
[assembly: Blocking("M:System.Threading.Tasks.Parallel.Invoke", Area = Patch.Thread)]

[assembly: Blocking("M:System.Net.Sockets.Socket.Poll", Area = Patch.Socket)]
[assembly: Blocking("M:System.Net.Sockets.Socket.ReceiveMessageFrom", Area = Patch.Socket)]
[assembly: Blocking("M:System.Net.Sockets.Socket.Select", Area = Patch.Socket)]
[assembly: Blocking("M:System.Net.Sockets.Socket.SendFile", Area = Patch.Socket)]

[assembly: Blocking("M:System.Net.Dns.GetHostByName", Area = Patch.Dns)]
[assembly: Blocking("M:System.Net.Dns.GetHostByAddress", Area = Patch.Dns)]
[assembly: Blocking("M:System.Net.Dns.Resolve", Area = Patch.Dns)]
[assembly: Blocking("M:System.Net.NetworkInformation.Ping.Send", Area = Patch.Dns)]

[assembly: Blocking("M:System.Net.WebClient.DownloadData", Area = Patch.Http)]
[assembly: Blocking("M:System.Net.WebClient.DownloadFile", Area = Patch.Http)]
[assembly: Blocking("M:System.Net.WebClient.DownloadString", Area = Patch.Http)]
[assembly: Blocking("M:System.Net.WebClient.OpenRead", Area = Patch.Http)]
[assembly: Blocking("M:System.Net.WebClient.OpenWrite", Area = Patch.Http)]
[assembly: Blocking("M:System.Net.WebClient.UploadData", Area = Patch.Http)]
[assembly: Blocking("M:System.Net.WebClient.UploadFile", Area = Patch.Http)]
[assembly: Blocking("M:System.Net.WebClient.UploadString", Area = Patch.Http)]
[assembly: Blocking("M:System.Net.WebClient.UploadValues", Area = Patch.Http)]
[assembly: Blocking("M:System.Net.Mail.SmtpClient.Send", Area = Patch.Http)]

[assembly: Blocking("M:System.IO.File.Copy", Area = Patch.File)]
[assembly: Blocking("M:System.IO.FileInfo.CopyTo", Area = Patch.File)]

// of formatted and other values, which have no asynchronous form
[assembly: Blocking("M:System.IO.TextWriter.Write", Area = Patch.Stream)]
[assembly: Blocking("M:System.IO.TextWriter.WriteLine", Area = Patch.Stream)]

[assembly: Blocking("M:System.Diagnostics.Process.WaitForInputIdle", Area = Patch.Process)]

[assembly: Blocking("M:System.Console.Read", Area = Patch.Console)]
[assembly: Blocking("M:System.Console.ReadKey", Area = Patch.Console)]
[assembly: Blocking("M:System.Console.ReadLine", Area = Patch.Console)]

[assembly: Blocking("M:System.Data.IDbConnection.Open", Area = Patch.Database)]
[assembly: Blocking("M:System.Data.IDbConnection.BeginTransaction", Area = Patch.Database)]
[assembly: Blocking("M:System.Data.IDbCommand.ExecuteNonQuery", Area = Patch.Database)]
[assembly: Blocking("M:System.Data.IDbCommand.ExecuteReader", Area = Patch.Database)]
[assembly: Blocking("M:System.Data.IDbCommand.ExecuteScalar", Area = Patch.Database)]
[assembly: Blocking("M:System.Data.IDataReader.Read", Area = Patch.Database)]
[assembly: Blocking("M:System.Data.IDataReader.NextResult", Area = Patch.Database)]
[assembly: Blocking("M:System.Data.IDbTransaction.Commit", Area = Patch.Database)]
[assembly: Blocking("M:System.Data.IDbTransaction.Rollback", Area = Patch.Database)]
[assembly: Blocking("M:System.Data.Common.DbDataAdapter.Fill", Area = Patch.Database)]
[assembly: Blocking("M:System.Data.Common.DbDataAdapter.Update", Area = Patch.Database)]
