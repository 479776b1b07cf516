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
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
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

  /**
   * The parts that all plans have in common. The compression refers to them, so that they take no
   * room in the packed bytes. Nothing packed outlives the process, so that the text may change.
   */
  private static final byte[] COMMON =
      """
      {"type":"created","spec":{"name":"","reason":"","source":{"topic":"","partitions":[],\
      "from":"earliest","to":"latest","onMissingOffsets":"FAIL"},"filter":{"keys":[],"types":[],\
      "headers":{}},"target":"","ordering":"PARTITION","throttle":{},"onError":"STOP"},"topicId":"\
      ","compacted":false,"topicPartitions":,"records":,"bytes":,"readAmplification":1,\
      "expectedSeconds":,"notes":["target '' promises exactly once"],"hash":"","reads":{"hotBytes":\
      ,"coldBytes":,"coldRecords":,"objectGets":},"targetTopic":{"name":"","id":""},\
      "targetStarts":{"0":0,"1":0,"2":0,"3":0,"4":0,"5":0,"6":0,"7":0,"8":0,"9":0},\
      "partitions":[{"partition":0,"range":{"from":0,"to":0},"missing":0,"estimatedBytes":0}],\
      "shards":[{"index":0,"partition":0,"range":{"from":0,"to":0},"bucket":0,"buckets":1},\
      {"index":1,"partition":1,"range":{"from":0,"to":0},"bucket":0,"buckets":1}]\
      """
          .getBytes(StandardCharsets.UTF_8);

  private final Class<T> type;
  private final byte[] packed;

  private PackedJson(Class<T> type, byte[] packed) {
    this.type = type;
    this.packed = packed;
  }

  /** Packs an object. The JSON form of the object must contain all its fields, or they are lost. */
  public static <T> PackedJson<T> of(T object, Class<T> type) {
    var bytes = new ByteArrayOutputStream();
    var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try (var out = new DeflaterOutputStream(bytes, deflater)) {
      deflater.setDictionary(COMMON);
      JSON.writeValue(out, object);
    } catch (IOException e) {
      throw new UncheckedIOException("a " + type.getSimpleName() + " cannot be packed", e);
    } finally {
      deflater.end();
    }
    return new PackedJson<>(type, bytes.toByteArray());
  }

  /** Returns an object that equals the one from which this instance was packed. */
  public T unpack() {
    var inflater = new Inflater(true);
    try (var in = new InflaterInputStream(new ByteArrayInputStream(packed), inflater)) {
      inflater.setDictionary(COMMON);
      return JSON.readValue(in, type);
    } catch (IOException e) {
      throw new UncheckedIOException("a packed " + type.getSimpleName() + " is damaged", e);
    } finally {
      inflater.end();
    }
  }
}
