package io.reprise.rehydrate.target;

import io.reprise.store.fold.Provenance;

/** Receives the states of a partition, one for each key. Confined to one thread. */
@FunctionalInterface
public interface RowSink {

  /** Takes one state. The arrays may be reused after the call. */
  void row(byte[] key, byte[] state, Provenance provenance);
}
