package io.reprise.compactor.fold;

import io.reprise.compactor.state.PartitionMark;
import io.reprise.compactor.topic.PreparedTopics;
import io.reprise.store.fold.SchemaLookup;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the partitions of one compaction share in this process. Thread-safe.
 *
 * @param topics what is folded
 * @param schemas for the reducers
 * @param continuity tells holes from gaps
 * @param meters of this topic and reducer
 * @param marks where each partition that is folded here stands; a little behind
 * @param fault what keeps it from going on
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
