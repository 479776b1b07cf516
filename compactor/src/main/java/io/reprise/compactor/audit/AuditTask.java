package io.reprise.compactor.audit;

import io.reprise.compactor.topic.Compaction;
import java.util.List;

/**
 * Describes an audit to run.
 *
 * @param partitions numbers of the partitions to audit
 * @param sample how many keys of each partition are compared; ignored if {@code keys} is not empty
 * @param seed determines which keys a sample contains; the same seed gives the same keys
 * @param keys the keys to audit instead of a sample; if empty, a sample is audited
 */
public record AuditTask(
    Compaction compaction, List<Integer> partitions, int sample, long seed, List<byte[]> keys) {
  public AuditTask {
    partitions = List.copyOf(partitions);
    keys = List.copyOf(keys);
  }
}
