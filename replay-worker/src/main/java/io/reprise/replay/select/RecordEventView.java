package io.reprise.replay.select;

import io.reprise.schemas.wire.ReplayMarker;
import io.reprise.store.select.EventView;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of the source topic, as an expression sees it. Decodes only what the expression reads.
 */
public record RecordEventView(ConsumerRecord<byte[], byte[]> record) implements EventView {
  private static final String TYPE = "ce_type";
  private static final String SOURCE = "ce_source";

  @Override
  public String type() {
    return attribute(TYPE);
  }

  @Override
  public String source() {
    return attribute(SOURCE);
  }

  private String attribute(String header) {
    var last = record.headers().lastHeader(header);
    var text = last == null ? null : text(last.value());
    return text == null ? "" : text;
  }

  @Override
  public @Nullable String key() {
    return text(record.key());
  }

  @Override
  public Instant time() {
    return Instant.ofEpochMilli(record.timestamp());
  }

  @Override
  public int partition() {
    return record.partition();
  }

  @Override
  public long offset() {
    return record.offset();
  }

  @Override
  public Map<String, String> headers() {
    var texts = new HashMap<String, String>();
    for (var header : record.headers()) {
      var text = header.key().equals(ReplayMarker.HEADER) ? null : text(header.value());
      if (text != null) {
        texts.put(header.key(), text);
      }
    }
    return texts;
  }

  @Override
  public byte @Nullable [] value() {
    return record.value();
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    if (isAscii(bytes)) {
      return new String(bytes, StandardCharsets.US_ASCII);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** Returns whether a strict decoder can be spared. */
  private static boolean isAscii(byte[] bytes) {
    for (byte each : bytes) {
      if (each < 0) {
        return false;
      }
    }
    return true;
  }
}
