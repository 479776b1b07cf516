package io.reprise.rehydrate.postgres.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.rehydrate.postgres.ledger.StoredVersion;
import io.reprise.rehydrate.target.Lineage;
import io.reprise.rehydrate.target.OffsetCounts;
import io.reprise.rehydrate.target.OpenRequest;
import io.reprise.rehydrate.target.Reuse;
import io.reprise.rehydrate.target.StoredPartition;
import io.reprise.rehydrate.target.VersionStage;
import io.reprise.store.snapshot.Watermark;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every case of the choice of a version. */
class VersionChoiceTest {
  private static final Lineage LINEAGE = new Lineage("users", "id", 1, "merge.v1", "gen-1");
  private static final Lineage NEWER = new Lineage("users", "id", 1, "merge.v1", "gen-2");
  private static final Lineage OTHER = new Lineage("users", "id", 1, "merge.v2", "gen-1");

  private static StoredVersion version(int version, VersionStage stage, long position) {
    var loaded = position > 0 ? new Watermark(5, 7) : null;
    return new StoredVersion(
        version,
        stage,
        LINEAGE,
        "json.v1",
        true,
        List.of(new StoredPartition(0, loaded, position, 10, 1, OffsetCounts.NONE)));
  }

  private static OpenRequest ask(Lineage lineage, long end, Reuse reuse) {
    return new OpenRequest(lineage, Map.of(0, end), reuse);
  }

  private static String choose(OpenRequest request, StoredVersion... stored) {
    var choice = VersionChoice.of(List.of(stored), request, "json.v1");
    return choice.origin().getClass().getSimpleName()
        + choice.toContinue().map(v -> " " + v.version()).orElse("");
  }

  @Test
  void beginsANewVersionWhenNoneCanBeContinued() {
    assertThat(choose(ask(LINEAGE, 10, Reuse.UNFINISHED))).isEqualTo("Fresh");
    assertThat(choose(ask(LINEAGE, 10, Reuse.VISIBLE), version(1, VersionStage.RETIRED, 10)))
        .isEqualTo("Fresh");
  }

  @Test
  void resumesAnUnfinishedVersionOfTheSameLineage() {
    var unfinished = version(2, VersionStage.TAILING, 8);
    var visible = version(1, VersionStage.VISIBLE, 9);
    assertThat(choose(ask(LINEAGE, 10, Reuse.UNFINISHED), unfinished, visible))
        .isEqualTo("Resumed 2");
    assertThat(choose(ask(LINEAGE, 12, Reuse.VISIBLE), unfinished, visible)).isEqualTo("Resumed 2");
    assertThat(choose(ask(LINEAGE, 10, Reuse.UNFINISHED), version(2, VersionStage.LOADING, 0)))
        .isEqualTo("Resumed 2");
  }

  @Test
  void restartsAnUnfinishedVersionThatCannotReachTheRequestedEnd() {
    var unfinished = version(2, VersionStage.TAILING, 8);
    assertThat(choose(ask(LINEAGE, 10, Reuse.NOTHING), unfinished)).isEqualTo("Restarted");
    assertThat(choose(ask(NEWER, 10, Reuse.UNFINISHED), unfinished)).isEqualTo("Restarted");
    assertThat(choose(ask(OTHER, 10, Reuse.UNFINISHED), unfinished)).isEqualTo("Restarted");
    assertThat(choose(ask(LINEAGE, 7, Reuse.UNFINISHED), unfinished)).isEqualTo("Restarted");
    assertThat(choose(ask(LINEAGE, 6, Reuse.UNFINISHED), version(2, VersionStage.LOADING, 5)))
        .as("its snapshots reach behind the end")
        .isEqualTo("Restarted");
    assertThat(VersionChoice.of(List.of(unfinished), ask(LINEAGE, 10, Reuse.UNFINISHED), "x.v1"))
        .extracting(c -> c.origin().getClass().getSimpleName())
        .isEqualTo("Restarted");
    var gone =
        new StoredVersion(
            2, VersionStage.TAILING, LINEAGE, "json.v1", false, unfinished.partitions());
    assertThat(choose(ask(LINEAGE, 10, Reuse.UNFINISHED), gone)).isEqualTo("Restarted");
  }

  @Test
  void usesTheVisibleVersionIfItEndsThereOrIsToBeFollowed() {
    var visible = version(1, VersionStage.VISIBLE, 10);
    assertThat(choose(ask(LINEAGE, 10, Reuse.UNFINISHED), visible)).isEqualTo("Visible 1");
    assertThat(choose(ask(LINEAGE, 11, Reuse.UNFINISHED), visible)).isEqualTo("Fresh");
    assertThat(choose(ask(NEWER, 10, Reuse.UNFINISHED), visible)).isEqualTo("Fresh");
    assertThat(choose(ask(LINEAGE, 10, Reuse.NOTHING), visible)).isEqualTo("Fresh");
    assertThat(choose(ask(NEWER, 99, Reuse.VISIBLE), visible)).isEqualTo("Visible 1");
    assertThat(choose(ask(OTHER, 99, Reuse.VISIBLE), visible)).isEqualTo("Fresh");
  }
}
