using Microsoft.Extensions.Logging;
using Rebus.Config;
using Rebus.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace CoroutineDsl.Jobs;

/// <summary>What Rebus tells, for the program's own log.</summary>
internal sealed class RebusLogging(ILoggerFactory factory) : AbstractRebusLoggerFactory
{
    public static void Use(RebusLoggingConfigurer logging, ILoggerFactory? factory)
    {
        if (factory is null) logging.None();
        else logging.Use(new RebusLogging(factory));
    }

    protected override ILog GetLogger(Type type) => new Log(this, factory.CreateLogger(type.FullName!));

    private sealed class Log(RebusLogging owner, ILogger logger) : ILog
    {
        public void Debug(string message, params object[] objs) => Write(LogLevel.Debug, null, message, objs);

        public void Info(string message, params object[] objs) => Write(LogLevel.Debug, null, message, objs);

        // the attempts of jobs are told by the worker: for Rebus each that fails is a warning
        public void Warn(string message, params object[] objs) => Write(LogLevel.Debug, null, message, objs);

        public void Warn(Exception exception, string message, params object[] objs) => Write(LogLevel.Debug, exception, message, objs);

        public void Error(string message, params object[] objs) => Write(LogLevel.Error, null, message, objs);

        public void Error(Exception exception, string message, params object[] objs) => Write(LogLevel.Error, exception, message, objs);

        private void Write(LogLevel level, Exception? exception, string message, object[] arguments)
        {
            if (logger.IsEnabled(level)) logger.Log(level, exception, "{Message}", owner.RenderString(message, arguments));
        }
    }
}
