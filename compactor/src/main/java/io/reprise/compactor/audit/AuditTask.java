package io.reprise.compactor.audit;

import io.reprise.compactor.topic.Compaction;
import java.util.List;

/**
 * What is to be audited.
 *
 * @param partitions of the topic
 * @param sample how many keys of each partition; ignored when {@code keys} are given
 * @param seed which keys a sample takes
 * @param keys these alone; none for a sample
 */
public record AuditTask(
    Compaction compaction, List<Integer> partitions, int sample, long seed, List<byte[]> keys) {
  public AuditTask {
    partitions = List.copyOf(partitions);
    keys = List.copyOf(keys);
  }
}
