package io.reprise.replay.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.access.FieldMask;
import io.reprise.schemas.value.ValueReader;
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
 * are in Base64, unless something of them is hidden from the caller or they are decoded.
 *
 * @param value the value as JSON, without what is hidden from the caller; absent if the value is in
 *     Base64
 * @param masked what of the record is hidden from the caller and why; absent if nothing is
 * @param replay which replay delivered the record, and from which topic, partition and offset; null
 *     if no replay delivered it
 */
record RecordView(
    long offset,
    Instant timestamp,
    @Nullable String key,
    byte @Nullable [] keyBase64,
    byte @Nullable [] valueBase64,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode value,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String masked,
    List<HeaderView> headers,
    @Nullable ReplayMarker replay) {

  /**
   * One header of a record, as JSON. The field {@code value} has the header's value as text if its
   * bytes are UTF-8. Otherwise {@code valueBase64} has the bytes.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record HeaderView(String name, @Nullable String value, byte @Nullable [] valueBase64) {}

  /**
   * Shows a record as a caller may see it.
   *
   * @param mask what is hidden from the caller
   * @param values reads the values of which a part is hidden
   */
  static RecordView of(ConsumerRecord<byte[], byte[]> record, FieldMask mask, ValueReader values) {
    var key = mask.keyOf(record.key());
    var keyText = text(key);
    var value = mask.valueOf(record.value(), values::read);
    return new RecordView(
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        keyText,
        keyText == null ? key : null,
        value == null ? record.value() : null,
        value == null ? null : value.json(),
        value == null ? mask.reason() : value.reason(),
        headers(record, mask),
        marker(record.headers().lastHeader(ReplayMarker.HEADER)));
  }

  /**
   * Shows a record as a caller may see it, with its value as JSON if the value can be decoded.
   *
   * @throws io.reprise.schemas.registry.RegistryUnreachableException when the registry cannot be
   *     reached; a retry is safe
   */
  static RecordView decoded(
      ConsumerRecord<byte[], byte[]> record, FieldMask mask, ValueReader values) {
    var view = of(record, mask, values);
    var stored = view.valueBase64;
    if (stored == null) {
      return view;
    }
    try {
      return view.with(values.read(stored));
    } catch (IllegalArgumentException e) {
      return view;
    }
  }

  private RecordView with(JsonNode json) {
    return new RecordView(offset, timestamp, key, keyBase64, null, json, masked, headers, replay);
  }

  private static List<HeaderView> headers(ConsumerRecord<byte[], byte[]> record, FieldMask mask) {
    var views = new ArrayList<HeaderView>();
    for (var header : record.headers()) {
      if (!header.key().equals(ReplayMarker.HEADER)) {
        var value = mask.headerOf(header.key(), header.value(), record.key());
        var text = text(value);
        views.add(new HeaderView(header.key(), text, text == null ? value : null));
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
