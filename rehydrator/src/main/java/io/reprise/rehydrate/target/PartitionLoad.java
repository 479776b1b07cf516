package io.reprise.rehydrate.target;

/** Supplies all states of one partition. */
@FunctionalInterface
public interface PartitionLoad {

  /** Passes every state to {@code sink}. May be called again after {@code sink} threw. */
  LoadResult into(RowSink sink);
}
