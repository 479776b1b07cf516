package io.reprise.replay.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Encodes control records as JSON with the format version {@code v}. Refuses to decode a record of
 * another version, or of a type that this build does not know. If such a record were skipped, a
 * pause could be missed.
 *
 * <p>Thread-safe.
 */
public final class ControlCodec {
  static final int VERSION = 1;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private ControlCodec() {}

  /** Returns one control record as JSON bytes. */
  public static byte[] encode(Object controlRecord) {
    ObjectNode tree = JSON.valueToTree(controlRecord);
    tree.put("v", VERSION);
    try {
      return JSON.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + controlRecord.getClass().getName(), e);
    }
  }

  /**
   * Decodes the bytes of one control record.
   *
   * @throws UnreadableControlRecordException when the bytes are not a record of this type and
   *     format version
   */
  public static <T> T decode(byte @Nullable [] bytes, Class<T> type) {
    if (bytes == null) {
      throw new UnreadableControlRecordException(
          "a %s without a value was read".formatted(type.getSimpleName()));
    }
    try {
      var tree = JSON.readTree(bytes);
      int version = tree.path("v").asInt();
      if (version != VERSION) {
        throw new UnreadableControlRecordException(
            "a %s of format version %d was read, this build knows version %d: upgrade this worker"
                .formatted(type.getSimpleName(), version, VERSION));
      }
      ((ObjectNode) tree).remove("v");
      return JSON.treeToValue(tree, type);
    } catch (IOException e) {
      throw new UnreadableControlRecordException(
          "a %s cannot be read (%s): %s"
              .formatted(
                  type.getSimpleName(), e.getMessage(), new String(bytes, StandardCharsets.UTF_8)));
    }
  }
}
