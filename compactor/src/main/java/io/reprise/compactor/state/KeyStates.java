package io.reprise.compactor.state;

import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The state store of one partition: the states of its keys, and its progress (its mark). Used by
 * one thread.
 */
public interface KeyStates {

  byte @Nullable [] get(Bytes key);

  void put(Bytes key, byte[] value);

  void delete(Bytes key);

  void forEach(BiConsumer<Bytes, byte[]> sink);
}
