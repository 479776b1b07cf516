package io.reprise.runtime.trace;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/**
 * Passes on to SLF4J what OpenTelemetry logs with {@code java.util.logging}. Lines about failed
 * exports have the level DEBUG, because {@link ReportedExporter} logs those. Thread-safe.
 */
final class LibraryLog extends Handler {
  /** Kept here because Java forgets a logger that nobody refers to, and its handlers with it. */
  private static final java.util.logging.Logger LIBRARY =
      java.util.logging.Logger.getLogger("io.opentelemetry");

  private static final String EXPORTERS = "io.opentelemetry.exporter.";

  private final SimpleFormatter formatter = new SimpleFormatter();

  private LibraryLog() {}

  /** Takes over the lines of OpenTelemetry in this process. A second call has no effect. */
  static synchronized void install() {
    for (var handler : LIBRARY.getHandlers()) {
      if (handler instanceof LibraryLog) {
        return;
      }
    }
    LIBRARY.setUseParentHandlers(false);
    LIBRARY.addHandler(new LibraryLog());
  }

  @Override
  public void publish(LogRecord line) {
    var name = String.valueOf(line.getLoggerName());
    var log = LoggerFactory.getLogger(name);
    var text = formatter.formatMessage(line);
    int level = line.getLevel().intValue();
    if (name.startsWith(EXPORTERS) || level < Level.INFO.intValue()) {
      log.debug("OpenTelemetry says: {}", text, line.getThrown());
    } else if (level < Level.WARNING.intValue()) {
      log.info("OpenTelemetry says: {}", text, line.getThrown());
    } else {
      log.warn("OpenTelemetry says: {}", text, line.getThrown());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
