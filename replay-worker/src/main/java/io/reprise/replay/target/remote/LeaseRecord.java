package io.reprise.replay.target.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.reprise.replay.target.TargetProgress;
import io.reprise.runtime.json.Json;
import java.io.IOException;

/**
 * The newest lease of a shard and its progress, as a record of the lease topic. The format is JSON
 * ({@code docs/formats.md}). A record replaces the earlier records of its shard.
 *
 * @param v version of the format, {@value #VERSION}
 * @param epoch the lease epoch of the shard
 * @param topicId the id that the target's topic had when the record was written. Another id shows
 *     that the topic was deleted, and the shard's copies with it
 * @param producerId the producer id with which the record was written. A transaction that hangs is
 *     found by it after the cluster has given the transactional id another one
 * @param nextOffset the first source offset that is not accounted for
 * @param account the shard's progress record as JSON text; this package does not read it
 */
record LeaseRecord(
    int v, long epoch, String topicId, long producerId, long nextOffset, String account) {
  static final int VERSION = 1;

  static LeaseRecord of(long epoch, String topicId, long producerId, TargetProgress progress) {
    return new LeaseRecord(
        VERSION, epoch, topicId, producerId, progress.nextOffset(), progress.account());
  }

  TargetProgress progress() {
    return new TargetProgress(nextOffset, account);
  }

  byte[] encode() {
    try {
      return Json.json().writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a lease record cannot be written as JSON", e);
    }
  }

  /**
   * @throws IllegalArgumentException if the bytes are not a lease record of a version that this
   *     worker knows
   */
  static LeaseRecord decode(byte[] value) {
    LeaseRecord decoded;
    try {
      decoded = Json.json().readValue(value, LeaseRecord.class);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a lease record: " + e.getMessage(), e);
    }
    if (decoded.v != VERSION) {
      throw new IllegalArgumentException(
          "a lease record of version %d, and this worker knows version %d: upgrade the worker"
              .formatted(decoded.v, VERSION));
    }
    return decoded;
  }
}
