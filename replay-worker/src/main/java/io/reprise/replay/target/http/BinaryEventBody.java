package io.reprise.replay.target.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.reprise.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Writes the data of events as JSON, and their attributes as headers, in the binary mode of the
 * CloudEvents 1.0.2 HTTP protocol binding.
 *
 * @param data reads the data of events
 */
record BinaryEventBody(EventJson data) implements BodyWriter {
  private static final String PREFIX = "ce-";

  @Override
  public RequestBody write(ConsumerRecord<byte[], byte[]> record) throws UnfitRecordException {
    var headers = new TreeMap<String, String>();
    EventHeaders.of(record)
        .ofEvent()
        .forEach((name, value) -> headers.put(PREFIX + name, encoded(value)));
    if (record.value() == null) {
      return new RequestBody(headers, new byte[0]);
    }
    headers.put(CONTENT_TYPE, "application/json");
    try {
      return new RequestBody(headers, Json.json().writeValueAsBytes(data.read(record.value())));
    } catch (JsonProcessingException e) {
      throw new UnfitRecordException("its data cannot be written as JSON");
    }
  }

  /**
   * Encodes the value of an attribute for a header (section 3.1.3.2 of the binding): the bytes of
   * all characters that are not printable ASCII, and of space, double quote and percent.
   */
  static String encoded(String value) {
    var text = new StringBuilder(value.length());
    for (byte next : value.getBytes(StandardCharsets.UTF_8)) {
      if (next > 0x20 && next < 0x7f && next != '"' && next != '%') {
        text.append((char) next);
      } else {
        text.append('%')
            .append(Character.toUpperCase(Character.forDigit(next >> 4 & 0xf, 16)))
            .append(Character.toUpperCase(Character.forDigit(next & 0xf, 16)));
      }
    }
    return text.toString();
  }
}
