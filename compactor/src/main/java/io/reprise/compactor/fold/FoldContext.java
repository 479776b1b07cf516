package io.reprise.compactor.fold;

import io.reprise.compactor.topic.PreparedTopics;
import io.reprise.store.fold.SchemaLookup;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The objects that all partitions of one compaction share in this process. Thread-safe.
 *
 * @param topics the source topic, the reducer, and the snapshot topic
 * @param schemas the lookup of schemas that reducers use
 * @param source reads the events that Kafka Streams does not deliver
 * @param meters the metrics of this topic and reducer
 * @param marks the committed progress of the partitions that this process folds
 * @param moved by partition, the position that the consumer had before it jumped to the log's
 *     start. The task of a partition removes the entry when it handles the jump
 * @param fault why the whole compaction does not fold at the moment
 * @param partitionFaults by partition, a sentence that says why the partition is not folded at the
 *     moment
 * @param delivered number of events that Kafka Streams delivered and that were folded; missed
 *     events, which are read from the log later, are not counted
 */
record FoldContext(
    PreparedTopics topics,
    SchemaLookup schemas,
    SourceLog source,
    FoldMeters meters,
    CommittedMarks marks,
    Map<Integer, MovedPosition> moved,
    CompactionFault fault,
    Map<Integer, String> partitionFaults,
    LongAdder delivered) {

  FoldContext(PreparedTopics topics, SchemaLookup schemas, SourceLog source, FoldMeters meters) {
    this(
        topics,
        schemas,
        source,
        meters,
        new CommittedMarks(),
        new ConcurrentHashMap<>(),
        new CompactionFault(),
        new ConcurrentHashMap<>(),
        new LongAdder());
  }
}
