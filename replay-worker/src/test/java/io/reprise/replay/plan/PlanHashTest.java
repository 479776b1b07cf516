package io.reprise.replay.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.spec.Filter;
import io.reprise.replay.spec.OnError;
import io.reprise.replay.spec.OnMissingOffsets;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.RecordTimestamps;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.SourceRange;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.spec.Transform;
import io.reprise.replay.spec.Transforms;
import io.reprise.store.OffsetRange;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanHashTest {
  private static final List<PlannedPartition> RANGES =
      List.of(new PlannedPartition(0, new OffsetRange(100, 600), 0, 10_000));
  private static final ReplaySpec SPEC = spec("copy", Filter.NONE);

  @Test
  void isTheSameInEveryRelease() {
    assertThat(PlanHash.of(SPEC, "topic-id", RANGES)).isEqualTo("52a9cfbc15614918fae59d9c701fa0b6");
  }

  @Test
  void dependsOnEverythingThatDecidesWhatIsDeliveredWhere() {
    var hashes = new HashSet<String>();
    hashes.add(PlanHash.of(SPEC, "topic-id", RANGES));
    hashes.add(PlanHash.of(SPEC, "other-id", RANGES));
    hashes.add(PlanHash.of(spec("other", Filter.NONE), "topic-id", RANGES));
    hashes.add(PlanHash.of(spec("copy", new Filter(List.of("k"), null, null)), "topic-id", RANGES));
    hashes.add(PlanHash.of(spec("copy", new Filter(null, List.of("k"), null)), "topic-id", RANGES));
    hashes.add(
        PlanHash.of(spec("copy", new Filter(null, null, Map.of("k", "v"))), "topic-id", RANGES));
    hashes.add(PlanHash.of(ordered(Ordering.KEY, OnError.STOP), "topic-id", RANGES));
    hashes.add(PlanHash.of(ordered(Ordering.PARTITION, OnError.SKIP), "topic-id", RANGES));
    hashes.add(PlanHash.of(Samples.spec(Samples.tolerant(null, null)), "topic-id", RANGES));
    hashes.add(PlanHash.of(SPEC, "topic-id", List.of()));
    hashes.add(PlanHash.of(SPEC, "topic-id", List.of(range(1, 100, 600, 0))));
    hashes.add(PlanHash.of(SPEC, "topic-id", List.of(range(0, 101, 600, 0))));
    hashes.add(PlanHash.of(SPEC, "topic-id", List.of(range(0, 100, 601, 0))));
    hashes.add(PlanHash.of(SPEC, "topic-id", List.of(range(0, 100, 600, 1))));
    hashes.add(PlanHash.of(timed(RecordTimestamps.REPLAY, false), "topic-id", RANGES));
    hashes.add(PlanHash.of(timed(RecordTimestamps.ORIGINAL, true), "topic-id", RANGES));
    hashes.add(PlanHash.of(timed(RecordTimestamps.REPLAY, true), "topic-id", RANGES));

    hashes.add(PlanHash.of(changed(1, 1, "email"), "topic-id", RANGES));
    hashes.add(PlanHash.of(changed(1, 1, "name"), "topic-id", RANGES));
    hashes.add(PlanHash.of(changed(2, 1, "email"), "topic-id", RANGES));
    hashes.add(PlanHash.of(changed(1, 2, "email"), "topic-id", RANGES));

    assertThat(hashes).hasSize(21);
  }

  @Test
  void ignoresNamesReasonsThrottlesAndTheOrderOfConditions() {
    var filter = new Filter(List.of("a", "b"), null, null);
    var sameFilter = new Filter(List.of("b", "a"), null, null);
    var renamed =
        new ReplaySpec(
            "other",
            "other reason",
            new SourceRange("orders", null, null, null, OnMissingOffsets.FAIL),
            sameFilter,
            "copy",
            Ordering.PARTITION,
            new Throttle(5L, 5L),
            OnError.STOP);

    assertThat(PlanHash.of(renamed, "topic-id", List.of(range(0, 100, 600, 0))))
        .isEqualTo(PlanHash.of(spec("copy", filter), "topic-id", RANGES));
  }

  @Test
  void separatesFieldsWhoseConcatenationIsEqual() {
    assertThat(PlanHash.of(spec("b c", Filter.NONE), "a", RANGES))
        .isNotEqualTo(PlanHash.of(spec("c", Filter.NONE), "a b", RANGES));
    assertThat(PlanHash.of(spec("copy", new Filter(List.of("a", "b"), null, null)), "id", RANGES))
        .isNotEqualTo(
            PlanHash.of(spec("copy", new Filter(List.of("a, b"), null, null)), "id", RANGES));
    assertThat(PlanHash.of(spec("copy", new Filter(null, null, Map.of("a", "b=c"))), "id", RANGES))
        .isNotEqualTo(
            PlanHash.of(spec("copy", new Filter(null, null, Map.of("a=b", "c"))), "id", RANGES));
  }

  private static ReplaySpec spec(String target, Filter filter) {
    return new ReplaySpec(
        null, "why", Samples.source(null, null), filter, target, null, null, null);
  }

  private static ReplaySpec changed(int readSchema, int writeSchema, String field) {
    var mask = new Transform.Mask(field, Transform.MaskKind.HASH, "k");
    return SPEC.withTransforms(new Transforms(List.of(mask), readSchema, writeSchema));
  }

  private static ReplaySpec ordered(Ordering ordering, OnError onError) {
    return new ReplaySpec(
        null, "why", Samples.source(null, null), null, "copy", ordering, null, onError);
  }

  private static ReplaySpec timed(RecordTimestamps timestamps, boolean acceptExpiry) {
    return new ReplaySpec(
        null,
        "why",
        Samples.source(null, null),
        null,
        "copy",
        null,
        null,
        null,
        timestamps,
        acceptExpiry);
  }

  private static PlannedPartition range(int partition, long from, long to, long missing) {
    return new PlannedPartition(partition, new OffsetRange(from, to), missing, 0);
  }
}
