package io.reprise.rehydrate.project;

import io.reprise.store.fold.Provenance;
import java.util.List;

/**
 * Makes a row's columns of a key's state, besides those that every model has: the key, {@code
 * last_offset} and {@code source_partition}. The same input gives the same row. Thread-safe.
 */
public interface Projection {

  /**
   * Its name and version, as in {@code users.v2}. Another id is another model: what an unfinished
   * run of the former one left is not gone on with.
   */
  String id();

  /** In the order in which {@link #project} writes them. */
  List<ProjectedColumn> columns();

  /**
   * Writes each of {@link #columns()}, once and in order.
   *
   * @throws IllegalArgumentException when nothing can be made of this state, as a clause; it ends
   *     the run
   */
  void project(byte[] key, byte[] state, Provenance provenance, ColumnWriter row);

  /**
   * The name of the column that keeps the state's bytes, from which the tail goes on. Readers see
   * it if its name does not begin with {@code reprise_}.
   */
  default String stateColumn() {
    return "reprise_state";
  }
}
