package io.reprise.rehydrate.target;

import io.reprise.store.fold.Provenance;

/** Takes the states of a partition, one a key. Confined to one thread. */
@FunctionalInterface
public interface RowSink {

  /** Arrays are not kept. */
  void row(byte[] key, byte[] state, Provenance provenance);
}
