package io.reprise.archiver.work;

import io.reprise.store.disk.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The directory of the segments that are not uploaded yet, and the count of the bytes in their
 * files. Thread-safe.
 */
public final class SpoolSpace {
  private static final String SUFFIX = ".spool";

  private final Path directory;
  private final long mostBytes;
  private final AtomicLong used = new AtomicLong();

  /**
   * Opens the directory and removes the spool files of an earlier run, whose records are read from
   * Kafka again.
   *
   * @throws UncheckedIOException when the directory cannot be used
   */
  public SpoolSpace(Path directory, long mostBytes) {
    this.directory = directory;
    this.mostBytes = mostBytes;
    try {
      PrivateFiles.createDirectories(directory);
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

  /** Returns the name of a spool file that does not exist yet. */
  public Path newFile() {
    return directory.resolve(UUID.randomUUID() + SUFFIX);
  }

  /** Returns whether the spool is below its size limit, so that segments may grow further. */
  public boolean hasRoom() {
    return used.get() < mostBytes;
  }

  /**
   * Adds the bytes that were written to a spool file; a negative number stands for the bytes of a
   * removed file.
   */
  void grew(long bytes) {
    used.addAndGet(bytes);
  }

  /** Returns how full the spool is and what to do, as a sentence. */
  public String fullness() {
    return "the spool %s is full (%d of %d bytes): wait for uploads, or give spool.most more"
        .formatted(directory, used.get(), mostBytes);
  }
}
