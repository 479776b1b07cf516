package io.reprise.rehydrate.project;

import io.reprise.store.fold.Provenance;
import java.util.List;

/**
 * Turns a key's state into the columns of its row, beside those that every model has: {@code key},
 * {@code last_offset} and {@code source_partition}. The same input gives the same row.
 * Implementations are thread-safe.
 */
public interface Projection {

  /**
   * Returns the projection's id, which consists of a name and a version, for example {@code
   * users.v2}. Change the id whenever the rows change. A run does not continue an unfinished
   * version whose rows were written under another id.
   */
  String id();

  /** Returns the columns, in the order in which {@link #project} writes them. */
  List<ProjectedColumn> columns();

  /**
   * Writes one value for each column of {@link #columns()}, in the same order.
   *
   * @throws IllegalArgumentException when the state cannot be turned into a row; the run then ends.
   *     The exception's message says why, without naming the key or the projection
   */
  void project(byte[] key, byte[] state, Provenance provenance, ColumnWriter row);

  /**
   * Returns the name of the column that stores the state's bytes. The events of the tail are folded
   * into this stored state. Readers see the column unless its name begins with {@code reprise_}.
   */
  default String stateColumn() {
    return "reprise_state";
  }
}
