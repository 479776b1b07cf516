package io.reprise.store.archive.read;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes in files of one directory, the least used removed first. A file that cannot be written or
 * read is a miss, never an error. Thread-safe.
 */
final class DiskCache {
  private static final Logger log = LoggerFactory.getLogger(DiskCache.class);
  private static final String SUFFIX = ".blocks";

  private final Path directory;
  private final Cache<BlockRange, Entry> entries;
  private final AtomicLong names = new AtomicLong();

  private record Entry(Path file, int bytes) {}

  /** Empties {@code directory} of what an earlier one left. */
  DiskCache(Path directory, long mostBytes) {
    this.directory = directory;
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(mostBytes)
            .weigher((BlockRange range, Entry entry) -> entry.bytes)
            .executor(Runnable::run)
            .<BlockRange, Entry>removalListener((range, entry, cause) -> remove(entry))
            .build();
    try {
      Files.createDirectories(directory);
      try (var left = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
        for (var file : left) {
          Files.delete(file);
        }
      }
      FileStore disk = Files.getFileStore(directory);
      if (disk.getUsableSpace() < mostBytes) {
        log.warn(
            "less disk than the cache may fill directory={} usable={} most={}",
            directory,
            disk.getUsableSpace(),
            mostBytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot use cache directory " + directory + ": make it writable, or name another", e);
    }
  }

  byte @Nullable [] find(BlockRange range) {
    var entry = entries.getIfPresent(range);
    if (entry == null) {
      return null;
    }
    try {
      var bytes = Files.readAllBytes(entry.file);
      return bytes.length == range.length() ? bytes : null;
    } catch (IOException e) {
      entries.invalidate(range);
      return null;
    }
  }

  void forget(BlockRange range) {
    entries.invalidate(range);
  }

  void keep(BlockRange range, byte[] bytes) {
    var name = HexFormat.of().toHexDigits(names.incrementAndGet()) + SUFFIX;
    var file = directory.resolve(name);
    try {
      Files.write(file, bytes);
      entries.put(range, new Entry(file, bytes.length));
      // When several threads put at a time, the last eviction would wait for the next call.
      entries.cleanUp();
    } catch (IOException e) {
      log.warn("cannot keep blocks on disk file={} cause={}", file, e.toString());
      remove(new Entry(file, 0));
    }
  }

  private static void remove(@Nullable Entry entry) {
    try {
      if (entry != null) {
        Files.deleteIfExists(entry.file);
      }
    } catch (IOException e) {
      log.warn("cannot remove cached blocks file={} cause={}", entry.file, e.toString());
    }
  }
}
