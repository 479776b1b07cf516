package io.reprise.trials.soak;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.local.audit.AuditedRange;
import io.reprise.local.audit.CommittedReader;
import io.reprise.local.audit.SourceRecords;
import io.reprise.runtime.json.Json;
import java.util.List;

/**
 * Offsets of the soaked topic that a replay delivers, with the hashes of their records. The hashes
 * were read from Kafka before the archiver trimmed the offsets.
 */
record SoakSlice(List<AuditedRange> ranges, SourceRecords records) {
  private static final long OFFSETS = 1_000;

  /** Reads the newest offsets of each partition. */
  static SoakSlice newest(CommittedReader reader, String topic) {
    var ranges =
        reader.ranges(topic).stream()
            .map(
                all ->
                    new AuditedRange(
                        all.partition(), Math.max(all.from(), all.to() - OFFSETS), all.to()))
            .toList();
    return new SoakSlice(ranges, SourceRecords.read(reader, topic, ranges));
  }

  boolean isEmpty() {
    return records.count() == 0;
  }

  ObjectNode spec(String topic, String target, long perSecond) {
    var spec =
        Json.json()
            .createObjectNode()
            .put("reason", "soak")
            .put("target", target)
            .put("ordering", "KEY");
    spec.putObject("throttle").put("recordsPerSecond", perSecond);
    spec.set("source", AuditedRange.source(topic, ranges));
    return spec;
  }
}
