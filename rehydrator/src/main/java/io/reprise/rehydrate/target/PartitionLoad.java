package io.reprise.rehydrate.target;

/** Hands over all states of one partition. */
@FunctionalInterface
public interface PartitionLoad {

  /** May be called again after it was broken off by an exception of {@code sink}. */
  LoadResult into(RowSink sink);
}
