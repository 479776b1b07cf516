package io.reprise.compactor.state;

import io.reprise.runtime.json.ByteSize;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The memory that all RocksDB state stores of a process share: a block cache of limited size, in
 * which write buffers count too. Thread-safe. The owner closes this object after the stores.
 */
public final class RocksMemory implements AutoCloseable {
  private static final int ANY_SHARDS = -1;
  private static final double FOR_INDEXES = 0.1;

  static {
    RocksDB.loadLibrary();
  }

  private final Cache cache;
  private final WriteBufferManager buffers;

  public RocksMemory(ByteSize all) {
    // RocksDB may exceed the limit of the cache. With a strict limit, a read would fail when blocks
    // that cannot be evicted fill the cache.
    this.cache = new LRUCache(all.bytes(), ANY_SHARDS, false, FOR_INDEXES);
    this.buffers = new WriteBufferManager(all.bytes() / 2, cache);
  }

  Cache cache() {
    return cache;
  }

  WriteBufferManager buffers() {
    return buffers;
  }

  @Override
  public void close() {
    buffers.close();
    cache.close();
  }
}
