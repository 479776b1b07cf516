package io.reprise.ingest.service;

import io.reprise.runtime.json.ByteSize;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is refused, and what is waited for.
 *
 * @param mostEvents in a batch; 1,000 when left out
 * @param eventSize the longest value as stored; 1,000,000 bytes when left out
 * @param mostAttributes of an event, extensions included; 40 when left out
 * @param attributeLength the longest attribute in characters; 1,024 when left out
 * @param inFlight values sent and not yet acknowledged, in all; beyond it the answer is 429; 32 MiB
 * @param answer how long a request waits for Kafka before its outcome is called unknown; 10 s
 */
public record Limits(
    int mostEvents,
    ByteSize eventSize,
    int mostAttributes,
    int attributeLength,
    ByteSize inFlight,
    Duration answer) {
  public static final Limits DEFAULT = new Limits(0, null, 0, 0, null, null);

  public Limits(
      int mostEvents,
      @Nullable ByteSize eventSize,
      int mostAttributes,
      int attributeLength,
      @Nullable ByteSize inFlight,
      @Nullable Duration answer) {
    this.mostEvents = mostEvents > 0 ? mostEvents : 1_000;
    this.eventSize = eventSize == null ? new ByteSize(1_000_000) : eventSize;
    this.mostAttributes = mostAttributes > 0 ? mostAttributes : 40;
    this.attributeLength = attributeLength > 0 ? attributeLength : 1_024;
    this.inFlight = inFlight == null ? ByteSize.ofMiB(32) : inFlight;
    this.answer = answer == null ? Duration.ofSeconds(10) : answer;
  }
}
