package io.reprise.replay.target.http;

import io.reprise.schemas.wire.EventAttributes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an event, as the headers of its record have them.
 *
 * @param attributes the values of the attributes by name, without the prefix of their headers
 * @param contentType the media type of the stored value; null if the record does not name one, or
 *     not as a header of a request can
 */
record EventHeaders(Map<String, String> attributes, @Nullable String contentType) {
  private static final String TYPE_HEADER = "content-type";

  /** CloudEvents allows no other names. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,64}");

  private static final Pattern MEDIA_TYPE = Pattern.compile("[\\x21-\\x7e][\\x20-\\x7e]{0,254}");

  /** Reads the headers of a record. Headers that are not UTF-8 are left out. */
  static EventHeaders of(ConsumerRecord<byte[], byte[]> record) {
    var attributes = new TreeMap<String, String>();
    String type = null;
    for (var header : record.headers()) {
      var text = text(header.value());
      if (text == null) {
        continue;
      }
      if (header.key().equalsIgnoreCase(TYPE_HEADER)) {
        type = MEDIA_TYPE.matcher(text).matches() ? text : null;
      } else if (header.key().startsWith(EventAttributes.PREFIX)) {
        var name = header.key().substring(EventAttributes.PREFIX.length());
        if (NAME.matcher(name).matches()) {
          attributes.put(name, text);
        }
      }
    }
    return new EventHeaders(attributes, type);
  }

  /**
   * Returns the attributes.
   *
   * @throws UnfitRecordException when the record lacks one that every event has
   */
  Map<String, String> ofEvent() throws UnfitRecordException {
    for (var required : new String[] {"specversion", "id", "source", "type"}) {
      if (!attributes.containsKey(required)) {
        throw new UnfitRecordException(
            "it is not an event, because it has no header %s%s: the format VALUE needs none"
                .formatted(EventAttributes.PREFIX, required));
      }
    }
    return attributes;
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
