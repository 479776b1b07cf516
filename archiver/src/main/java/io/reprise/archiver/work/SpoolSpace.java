package io.reprise.archiver.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The directory where segments lie until they are uploaded, and how full it is. Thread-safe. */
public final class SpoolSpace {
  private static final String SUFFIX = ".spool";

  private final Path directory;
  private final long mostBytes;
  private final AtomicLong used = new AtomicLong();

  /**
   * Empties the directory of what an earlier run left: it is read from Kafka again.
   *
   * @throws UncheckedIOException when it cannot be used
   */
  public SpoolSpace(Path directory, long mostBytes) {
    this.directory = directory;
    this.mostBytes = mostBytes;
    try {
      Files.createDirectories(directory);
      try (var left = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
        for (var file : left) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot use spool directory " + directory + ": make it writable, or name another", e);
    }
  }

  Path newFile() {
    return directory.resolve(UUID.randomUUID() + SUFFIX);
  }

  /** Whether another segment may grow. */
  boolean hasRoom() {
    return used.get() < mostBytes;
  }

  /** Takes note that a spool file has grown, or with a negative number that it is gone. */
  void grew(long bytes) {
    used.addAndGet(bytes);
  }

  String fullness() {
    return "the spool %s is full (%d of %d bytes): wait for uploads, or give spool.most more"
        .formatted(directory, used.get(), mostBytes);
  }
}
