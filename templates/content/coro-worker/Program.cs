using CoroWorker;
using CoroutineDsl.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.Configure<ImportOptions>(builder.Configuration.GetSection("Import"));
builder.Services.AddGreenletHub();            // one thread for all greenlets; its options: section GreenletHub
builder.Services.AddGreenletService<ImportService>(); // stops with the host: SIGTERM, Ctrl-C
builder.Build().Run();
