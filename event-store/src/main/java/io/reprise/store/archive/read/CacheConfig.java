package io.reprise.store.archive.read;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of the caches in which a process keeps blocks of archived records. Cached blocks stay
 * compressed, as in the store.
 *
 * @param memoryMebibytes size of the cache in memory, in MiB; 64 when left out
 * @param diskMebibytes size of the cache on disk, in MiB; 1024 when left out; has no effect without
 *     {@code directory}
 * @param directory directory of the cache on disk, emptied when the process starts; when left out,
 *     nothing is cached on disk
 */
public record CacheConfig(
    Integer memoryMebibytes, Integer diskMebibytes, @Nullable Path directory) {
  private static final int MEMORY = 64;
  private static final int DISK = 1024;

  public CacheConfig(
      @Nullable Integer memoryMebibytes,
      @Nullable Integer diskMebibytes,
      @Nullable Path directory) {
    this.memoryMebibytes = orDefault("memoryMebibytes", memoryMebibytes, MEMORY);
    this.diskMebibytes = orDefault("diskMebibytes", diskMebibytes, DISK);
    this.directory = directory;
  }

  private static int orDefault(String name, @Nullable Integer value, int otherwise) {
    if (value == null) {
      return otherwise;
    }
    if (value < 1) {
      throw new IllegalArgumentException("%s is %d: give 1 or more".formatted(name, value));
    }
    return value;
  }

  long memoryBytes() {
    return (long) memoryMebibytes << 20;
  }

  long diskBytes() {
    return (long) diskMebibytes << 20;
  }
}
