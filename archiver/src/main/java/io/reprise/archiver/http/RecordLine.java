package io.reprise.archiver.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One archived record, as a response of the HTTP API shows it. Keys and header values are text if
 * they are valid UTF-8, otherwise Base64. Values are always Base64.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RecordLine(
    long offset,
    Instant timestamp,
    String timestampType,
    @Nullable Integer leaderEpoch,
    @Nullable String key,
    byte @Nullable [] keyBase64,
    byte @Nullable [] valueBase64,
    List<HeaderLine> headers) {

  /** One header of an archived record. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record HeaderLine(String name, @Nullable String value, byte @Nullable [] valueBase64) {}

  static RecordLine of(ConsumerRecord<byte[], byte[]> record) {
    var key = text(record.key());
    return new RecordLine(
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        record.timestampType().toString(),
        record.leaderEpoch().orElse(null),
        key,
        key == null ? record.key() : null,
        record.value(),
        Arrays.stream(record.headers().toArray()).map(h -> header(h.key(), h.value())).toList());
  }

  private static HeaderLine header(String name, byte @Nullable [] value) {
    var text = text(value);
    return new HeaderLine(name, text, text == null ? value : null);
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    try {
      return bytes == null
          ? null
          : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
