package io.reprise.store.archive.read;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of the caches in which a process keeps archived data. Data is cached compressed, as in
 * the store.
 *
 * @param memoryMebibytes size of the cache on the heap; 64 when left out
 * @param diskMebibytes size of the cache in {@code directory}; 1024 when left out; unused if there
 *     is no directory
 * @param directory directory of the disk cache, emptied at start; nothing is cached on disk when
 *     left out
 */
public record CacheConfig(int memoryMebibytes, int diskMebibytes, @Nullable Path directory) {
  private static final int MEMORY = 64;
  private static final int DISK = 1024;

  public CacheConfig {
    if (memoryMebibytes < 0 || diskMebibytes < 0) {
      throw new IllegalArgumentException(
          "memoryMebibytes is %d and diskMebibytes %d: give positive numbers, or leave them out"
              .formatted(memoryMebibytes, diskMebibytes));
    }
    memoryMebibytes = memoryMebibytes == 0 ? MEMORY : memoryMebibytes;
    diskMebibytes = diskMebibytes == 0 ? DISK : diskMebibytes;
  }

  long memoryBytes() {
    return (long) memoryMebibytes << 20;
  }

  long diskBytes() {
    return (long) diskMebibytes << 20;
  }
}
