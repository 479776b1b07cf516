package io.reprise.replay.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.schemas.wire.ReplayMarker;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * One record, as JSON. Keys and headers that are UTF-8 are shown as text, others in Base64. Values
 * are always in Base64.
 *
 * @param replay which replay delivered the record, and from which topic, partition and offset; null
 *     if no replay delivered it
 */
record RecordView(
    long offset,
    Instant timestamp,
    @Nullable String key,
    byte @Nullable [] keyBase64,
    byte @Nullable [] valueBase64,
    List<HeaderView> headers,
    @Nullable ReplayMarker replay) {

  /**
   * One header of a record, as JSON. The field {@code value} has the header's value as text if its
   * bytes are UTF-8. Otherwise {@code valueBase64} has the bytes.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record HeaderView(String name, @Nullable String value, byte @Nullable [] valueBase64) {}

  static RecordView of(ConsumerRecord<byte[], byte[]> record) {
    var key = text(record.key());
    return new RecordView(
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        key,
        key == null ? record.key() : null,
        record.value(),
        headers(record),
        marker(record.headers().lastHeader(ReplayMarker.HEADER)));
  }

  private static List<HeaderView> headers(ConsumerRecord<byte[], byte[]> record) {
    var views = new ArrayList<HeaderView>();
    for (var header : record.headers()) {
      if (!header.key().equals(ReplayMarker.HEADER)) {
        var text = text(header.value());
        views.add(new HeaderView(header.key(), text, text == null ? header.value() : null));
      }
    }
    return views;
  }

  private static @Nullable ReplayMarker marker(@Nullable Header header) {
    try {
      return header == null ? null : ReplayMarker.decode(header.value());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
