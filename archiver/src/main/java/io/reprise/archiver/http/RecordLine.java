package io.reprise.archiver.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.access.FieldMask;
import io.reprise.schemas.value.ValueReader;
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
 * they are valid UTF-8, otherwise Base64. Values are always Base64, unless something of them is
 * hidden from the caller.
 *
 * @param value the value as JSON, without what is hidden from the caller; absent if nothing of it
 *     is hidden
 * @param masked what of the record is hidden from the caller and why; absent if nothing is
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
    @Nullable JsonNode value,
    @Nullable String masked,
    List<HeaderLine> headers) {

  /** One header of an archived record. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record HeaderLine(String name, @Nullable String value, byte @Nullable [] valueBase64) {}

  /**
   * Shows a record as a caller may see it.
   *
   * @param mask what is hidden from the caller
   * @param values reads the values of which a part is hidden
   */
  static RecordLine of(ConsumerRecord<byte[], byte[]> record, FieldMask mask, ValueReader values) {
    var key = mask.keyOf(record.key());
    var keyText = text(key);
    var value = mask.valueOf(record.value(), values::read);
    return new RecordLine(
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        record.timestampType().toString(),
        record.leaderEpoch().orElse(null),
        keyText,
        keyText == null ? key : null,
        value == null ? record.value() : null,
        value == null ? null : value.json(),
        value == null ? mask.reason() : value.reason(),
        Arrays.stream(record.headers().toArray())
            .map(h -> header(h.key(), mask.headerOf(h.key(), h.value(), record.key())))
            .toList());
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
