package io.reprise.compactor.fold;

import io.reprise.compactor.state.PartitionMark;
import io.reprise.compactor.topic.PreparedTopics;
import io.reprise.store.fold.SchemaLookup;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The parts that all partitions of one compaction share in this process. Thread-safe.
 *
 * @param topics the source topic, the reducer, and the snapshot topic
 * @param schemas the lookup of schemas that reducers use
 * @param continuity distinguishes holes in the log from missing events
 * @param meters the metrics of this topic and reducer
 * @param marks the progress of the partitions that this process folds; updated with a short delay
 * @param fault why the compaction does not fold at the moment
 */
record FoldContext(
    PreparedTopics topics,
    SchemaLookup schemas,
    LogContinuity continuity,
    FoldMeters meters,
    Map<Integer, PartitionMark> marks,
    CompactionFault fault) {

  FoldContext(
      PreparedTopics topics, SchemaLookup schemas, LogContinuity continuity, FoldMeters meters) {
    this(topics, schemas, continuity, meters, new ConcurrentHashMap<>(), new CompactionFault());
  }
}
