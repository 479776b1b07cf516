package io.reprise.rehydrate.target;

import io.reprise.store.fold.Provenance;

/** Receives the states of a partition, one for each key. Confined to one thread. */
@FunctionalInterface
public interface RowSink {

  /** Receives one state. The caller may reuse the arrays after the call. */
  void row(byte[] key, byte[] state, Provenance provenance);
}
