package io.reprise.compactor.state;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;

/**
 * Makes all state stores of a process share one {@link RocksMemory}. Kafka Streams creates the
 * setter and passes it the settings, among them the shared memory under the name {@link #MEMORY}.
 */
public final class RocksMemorySetter implements RocksDBConfigSetter {
  /** The name of the Kafka Streams setting whose value is the shared {@link RocksMemory}. */
  public static final String MEMORY = "reprise.rocks.memory";

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    if (!(configs.get(MEMORY) instanceof RocksMemory memory)) {
      throw new IllegalStateException("setting " + MEMORY + " is missing");
    }
    var table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(memory.cache());
    table.setCacheIndexAndFilterBlocks(true);
    table.setCacheIndexAndFilterBlocksWithHighPriority(true);
    table.setPinTopLevelIndexAndFilter(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(memory.buffers());
  }

  /**
   * Keeps the shared memory open when a store closes, because the other stores of the process use
   * it.
   */
  @Override
  public void close(String storeName, Options options) {}
}
