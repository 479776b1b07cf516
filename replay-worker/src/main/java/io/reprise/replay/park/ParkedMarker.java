package io.reprise.replay.park;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/**
 * The content of the header {@value #HEADER} of a parked record: where the record was read, for
 * which target, and why it was parked. JSON with the format version {@code v}.
 *
 * @param replay id of the replay that parked the record, a UUID
 * @param shard index of the shard that parked the record
 * @param attempt number of the replay's attempt, counted from 1
 * @param target the target as the replay's spec names it
 * @param topic topic from which the replay read the record
 * @param partition partition of that topic
 * @param offset offset of the record in that partition
 * @param timestamp timestamp of the record in that topic, in epoch milliseconds
 * @param attempts how many replays have tried to deliver the record and have parked it, this replay
 *     included
 * @param fingerprint fingerprint of the cause, see {@link RefusalCause}
 * @param cause the cause without the values of the record, see {@link RefusalCause}
 * @param reason the sentence with which the target or the filter refused the record; at most
 *     {@value #MAX_REASON} characters. It may contain values of the record
 */
public record ParkedMarker(
    String replay,
    int shard,
    int attempt,
    String target,
    String topic,
    int partition,
    long offset,
    long timestamp,
    int attempts,
    String fingerprint,
    String cause,
    String reason) {

  /** Name of the header of a parked record. */
  public static final String HEADER = "reprise-parked";

  static final int MAX_REASON = 500;
  private static final int VERSION = 1;

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  public ParkedMarker {
    reason = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
  }

  /** Returns the marker as the value of its header. */
  public byte[] encode() {
    ObjectNode tree = JSON.valueToTree(this);
    tree.put("v", VERSION);
    try {
      return JSON.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a parked marker", e);
    }
  }

  /**
   * Returns the marker among the headers of a record. Empty if the record has none that this build
   * reads: another program wrote the record, or a later version of Reprise.
   */
  public static Optional<ParkedMarker> of(Headers headers) {
    var header = headers.lastHeader(HEADER);
    if (header == null || header.value() == null) {
      return Optional.empty();
    }
    try {
      var tree = JSON.readTree(header.value());
      return tree.path("v").asInt() == VERSION
          ? Optional.of(JSON.treeToValue(tree, ParkedMarker.class))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
