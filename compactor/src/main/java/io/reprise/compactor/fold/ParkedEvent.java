package io.reprise.compactor.fold;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Defines the headers of a parked event. The event keeps its own headers and gets four more, as
 * UTF-8: {@value #TOPIC}, {@value #PARTITION} and {@value #OFFSET} are its position in the source
 * topic, and {@value #CAUSE} is the reason why it could not be folded.
 */
public final class ParkedEvent {
  public static final String TOPIC = "reprise-parked-topic";
  public static final String PARTITION = "reprise-parked-partition";
  public static final String OFFSET = "reprise-parked-offset";
  public static final String CAUSE = "reprise-parked-cause";

  private static final int LONGEST_CAUSE = 1_000;

  private ParkedEvent() {}

  static Headers headers(Headers own, String topic, int partition, long offset, String cause) {
    var headers = new RecordHeaders(own);
    headers.add(TOPIC, utf8(topic));
    headers.add(PARTITION, utf8(String.valueOf(partition)));
    headers.add(OFFSET, utf8(String.valueOf(offset)));
    headers.add(CAUSE, utf8(cause.substring(0, Math.min(cause.length(), LONGEST_CAUSE))));
    return headers;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
