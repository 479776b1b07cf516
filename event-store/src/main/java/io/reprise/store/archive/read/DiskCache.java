package io.reprise.store.archive.read;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.reprise.store.disk.PrivateFiles;
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
 * Caches byte ranges of data objects as files in one directory. When the cache is full, removes the
 * files that are used least. If a file cannot be read or written, the cache acts as if it did not
 * have the file, and throws no error. Thread-safe.
 */
final class DiskCache {
  private static final Logger LOG = LoggerFactory.getLogger(DiskCache.class);
  private static final String SUFFIX = ".blocks";

  private final Path directory;
  private final Cache<BlockRange, Entry> entries;
  private final AtomicLong names = new AtomicLong();

  private record Entry(Path file, int bytes) {}

  /**
   * Creates {@code directory} if it does not exist, and removes the files that an earlier cache has
   * left in it.
   */
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
      PrivateFiles.createDirectories(directory);
      try (var left = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
        for (var file : left) {
          Files.delete(file);
        }
      }
      FileStore disk = Files.getFileStore(directory);
      if (disk.getUsableSpace() < mostBytes) {
        LOG.warn(
            "disk cache of archive blocks may fill its disk, because its size limit exceeds the"
                + " free space directory={} usableBytes={} limitBytes={}",
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
      try (var out = PrivateFiles.create(file)) {
        out.write(bytes);
      }
      entries.put(range, new Entry(file, bytes.length));
      // Evicts files now if the cache is too large. Otherwise Caffeine could postpone the last
      // eviction after concurrent puts until the next call, and the files would exceed the limit
      // until then.
      entries.cleanUp();
    } catch (IOException e) {
      LOG.warn(
          "archive blocks could not be cached on disk and are read from the object store again"
              + " file={} cause={}",
          file,
          e.toString());
      remove(new Entry(file, 0));
    }
  }

  private static void remove(@Nullable Entry entry) {
    try {
      if (entry != null) {
        Files.deleteIfExists(entry.file);
      }
    } catch (IOException e) {
      LOG.warn(
          "file of cached archive blocks could not be deleted and uses disk space until the next"
              + " start file={} cause={}",
          entry.file,
          e.toString());
    }
  }
}
