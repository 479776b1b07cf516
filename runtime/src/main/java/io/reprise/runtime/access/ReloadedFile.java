package io.reprise.runtime.access;

import io.reprise.runtime.config.ConfigException;
import io.reprise.runtime.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The content of a YAML file, read again when the file has changed. If the changed file cannot be
 * read or is not valid, the former content stays in force and a warning is logged. Thread-safe.
 */
final class ReloadedFile<T extends Record> {
  private static final Logger LOG = LoggerFactory.getLogger(ReloadedFile.class);

  /** The least time between two reads of the file. */
  private static final long EVERY_NANOS = Duration.ofSeconds(1).toNanos();

  private final Path path;
  private final Class<T> type;
  private final LongSupplier nanoTime;
  private final ReentrantLock reading = new ReentrantLock();
  private String text;
  private String fault = "";
  private volatile T content;
  private volatile long readAtNanos;

  /**
   * Reads the file.
   *
   * @throws ConfigException if the file cannot be read or is not valid
   */
  ReloadedFile(Path path, Class<T> type, LongSupplier nanoTime) {
    this.path = path;
    this.type = type;
    this.nanoTime = nanoTime;
    this.text = read();
    this.content = parse(text);
    this.readAtNanos = nanoTime.getAsLong();
  }

  /** Returns the content, at most a second old. Never waits while another thread reads the file. */
  T content() {
    if (nanoTime.getAsLong() - readAtNanos >= EVERY_NANOS && reading.tryLock()) {
      try {
        reload();
      } finally {
        readAtNanos = nanoTime.getAsLong();
        reading.unlock();
      }
    }
    return content;
  }

  private void reload() {
    try {
      var now = read();
      if (!now.equals(text)) {
        text = now;
        content = parse(now);
        LOG.info("file was read again file={}", path);
      }
      fault = "";
    } catch (ConfigException e) {
      var message = String.valueOf(e.getMessage());
      if (!message.equals(fault)) {
        LOG.warn(
            "file has changed and is not valid, its former content stays in force cause={}",
            message);
      }
      fault = message;
    }
  }

  private String read() {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new ConfigException(path + ": cannot be read: " + e, e);
    }
  }

  private T parse(String yaml) {
    return ConfigFile.parse(path.toString(), yaml, type, Map.of());
  }
}
