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
import java.lang.ref.WeakReference;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A plan as compressed bytes, about a tenth of the heap that the plan takes. For the plans of
 * replays that have ended: there are many of them, and they are seldom read.
 *
 * <p>Immutable and thread-safe.
 */
public final class PackedPlan {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final String topic;
  private final String target;
  private final byte[] packed;

  /** Saves unpacking while somebody else still uses the plan. */
  private volatile WeakReference<Plan> unpacked;

  private PackedPlan(String topic, String target, byte[] packed, Plan plan) {
    this.topic = topic;
    this.target = target;
    this.packed = packed;
    this.unpacked = new WeakReference<>(plan);
  }

  /** Packs a plan. */
  public static PackedPlan of(Plan plan) {
    var bytes = new ByteArrayOutputStream();
    try (var deflater = new DeflaterOutputStream(bytes)) {
      JSON.writeValue(deflater, plan);
    } catch (IOException e) {
      throw new UncheckedIOException("the plan " + plan.hash() + " cannot be packed", e);
    }
    // Many replays share a topic and a target: interned, each name is on the heap once.
    var topic = plan.spec().source().topic().intern();
    return new PackedPlan(topic, plan.spec().target().intern(), bytes.toByteArray(), plan);
  }

  /** Returns the source topic. Does not unpack the plan. */
  public String topic() {
    return topic;
  }

  /** Returns the name of the target. Does not unpack the plan. */
  public String target() {
    return target;
  }

  /** Returns a plan that equals the packed one. */
  public Plan plan() {
    var known = unpacked.get();
    if (known != null) {
      return known;
    }
    try (var inflater = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      var plan = JSON.readValue(inflater, Plan.class);
      unpacked = new WeakReference<>(plan);
      return plan;
    } catch (IOException e) {
      throw new UncheckedIOException("a packed plan of topic '" + topic + "' is damaged", e);
    }
  }
}
