package io.reprise.compactor.state;

import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.json.ByteSize;
import org.jspecify.annotations.Nullable;

/**
 * Limits of the memory that states use, for any number of keys. Both limits apply to the whole
 * process.
 *
 * @param heap size of the cache of recently used states, shared by all topics; 64 MiB when left out
 * @param state size of RocksDB's blocks, indexes and write buffers, outside the heap; 128 MiB when
 *     left out
 */
public record MemoryConfig(
    @ConfigKey("The heap for states that were changed or read recently, all topics together.")
        ByteSize heap,
    @ConfigKey(
            "The memory outside the heap for RocksDB's blocks, indexes and write buffers, all"
                + " topics together.")
        ByteSize state) {
  private static final long DEFAULT_HEAP_MIB = 64;
  private static final long DEFAULT_STATE_MIB = 128;

  public MemoryConfig(@Nullable ByteSize heap, @Nullable ByteSize state) {
    this.heap = heap == null ? ByteSize.ofMiB(DEFAULT_HEAP_MIB) : heap;
    this.state = state == null ? ByteSize.ofMiB(DEFAULT_STATE_MIB) : state;
  }
}
