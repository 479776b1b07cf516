package io.reprise.replay.plan;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Keeps an object as compressed JSON, to save heap. Used for objects that are kept in large numbers
 * and seldom read. Immutable and thread-safe.
 */
public final class PackedJson<T> {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Class<T> type;
  private final byte[] packed;

  private PackedJson(Class<T> type, byte[] packed) {
    this.type = type;
    this.packed = packed;
  }

  /** Packs an object. The JSON form of the object must contain all its fields, or they are lost. */
  public static <T> PackedJson<T> of(T object, Class<T> type) {
    var bytes = new ByteArrayOutputStream();
    try (var deflater = new DeflaterOutputStream(bytes)) {
      JSON.writeValue(deflater, object);
    } catch (IOException e) {
      throw new UncheckedIOException("a " + type.getSimpleName() + " cannot be packed", e);
    }
    return new PackedJson<>(type, bytes.toByteArray());
  }

  /** Returns an object that equals the one from which this instance was packed. */
  public T unpack() {
    try (var inflater = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      return JSON.readValue(inflater, type);
    } catch (IOException e) {
      throw new UncheckedIOException("a packed " + type.getSimpleName() + " is damaged", e);
    }
  }
}
