package io.reprise.replay.plan;

import io.reprise.replay.spec.RecordTimestamps;
import io.reprise.replay.spec.ReplaySpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Computes the hash of a plan. The hash covers everything that decides which records are delivered
 * and where: the source topic's id, the resolved ranges, the filter, the target, the ordering and
 * the error handling. The spec's fields {@code timestamps}, {@code acceptExpiry}, {@code
 * transforms} and {@code redrive} and the filter's expression are covered only if they differ from
 * their defaults. Name, reason, throttle and shards are not covered.
 *
 * <p>Stored plans contain this hash, so what goes into the hash must never change.
 */
final class PlanHash {
  private static final int HEX_DIGITS = 32;

  private PlanHash() {}

  static String of(ReplaySpec spec, String topicId, List<PlannedPartition> partitions) {
    return of(spec, topicId, partitions, List.of());
  }

  static String of(
      ReplaySpec spec,
      String topicId,
      List<PlannedPartition> partitions,
      List<EarlierRedrive> redriven) {
    var text = new StringBuilder("reprise-plan-v1\n");
    line(text, spec.source().topic(), topicId, spec.target());
    line(text, spec.ordering(), spec.onError(), spec.source().onMissingOffsets());
    line(text, spec.filter().keys().stream().sorted().toArray());
    line(text, spec.filter().types().stream().sorted().toArray());
    new TreeMap<>(spec.filter().headers()).forEach((name, value) -> line(text, name, value));
    if (spec.timestamps() != RecordTimestamps.ORIGINAL) {
      line(text, "timestamps", spec.timestamps());
    }
    if (spec.acceptExpiry()) {
      line(text, "acceptExpiry");
    }
    if (spec.filter().where() != null) {
      line(text, "where", spec.filter().where(), String.valueOf(spec.filter().whereSchema()));
    }
    var transforms = spec.transforms();
    if (transforms != null) {
      line(text, "transforms", schema(transforms.readSchema()), schema(transforms.writeSchema()));
      transforms.steps().forEach(step -> line(text, step.canonical()));
    }
    var redrive = spec.redrive();
    if (redrive != null) {
      line(text, "redrive", redrive.again());
      line(text, redrive.causes().toArray());
      line(text, redriven.stream().map(EarlierRedrive::replay).sorted().toArray());
    }
    for (var p : partitions) {
      line(text, p.partition(), p.range().from(), p.range().to(), p.missing());
    }
    return HexFormat.of()
        .formatHex(sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8)))
        .substring(0, HEX_DIGITS);
  }

  private static String schema(@Nullable Integer id) {
    return String.valueOf(id);
  }

  private static void line(StringBuilder text, Object... parts) {
    for (var part : parts) {
      var string = String.valueOf(part);
      text.append(string.length()).append(':').append(string).append(' ');
    }
    text.append('\n');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
