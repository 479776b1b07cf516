package io.reprise.rehydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.rehydrate.postgres.PostgresTarget;
import io.reprise.rehydrate.project.BytesProjection;
import io.reprise.rehydrate.report.RehydrationProgress;
import io.reprise.rehydrate.report.RehydrationStep;
import io.reprise.rehydrate.target.StoredPartition;
import io.reprise.rehydrate.target.VersionOrigin;
import io.reprise.store.fold.SchemaLookup;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A model equals the fold of the full log, from snapshots and from the log alike. */
@ExtendWith(Servers.class)
class RehydrationIT {
  private static final SchemaLookup NO_SCHEMAS =
      id -> {
        throw new AssertionError("no schemas here");
      };

  // The whole tail, a part of it or none of it is folded in while snapshots are loaded.
  private static final long[] AHEAD_BYTES = {1 << 20, 0, 200_000, 0, 100_000};

  @Test
  void equalsTheFoldOfTheFullLogAtManyEnds(RunningServers servers) throws Exception {
    try (var topic = SeededTopic.create("ends", servers)) {
      // Given
      topic.publish(1, 12_000, 700);
      var latest = topic.latest();
      var snapshots = ListSnapshots.of(topic, new ChainReducer(), latest, 0.6, 1);
      var config = ReadModels.named(servers, "ends");
      var random = new Random(2);

      try (var reader = new ModelReader(config)) {
        for (int i = 0; i < 5; i++) {
          // When
          var ends = i == 0 ? latest : between(snapshots.reach(), latest, random);
          var report =
              Rehydrator.from(topic.log(), topic.facts())
                  .upTo(ends)
                  .batchEvents(100 + random.nextInt(900))
                  .aheadBytes(AHEAD_BYTES[i])
                  .snapshots(snapshots)
                  .folding(new ChainReducer(), NO_SCHEMAS)
                  .into(new PostgresTarget(config, new BytesProjection()))
                  .run();

          // Then
          var fold = topic.fold(new ChainReducer(), ends);
          assertThat(report.isComplete()).isTrue();
          assertThat(report.visible()).isTrue();
          assertThat(report.version()).isEqualTo(i + 1);
          assertThat(report.rows()).isEqualTo(fold.size());
          States.assertEqual(reader.rows(report.version()), fold);
          assertThat(reader.texts("SELECT key FROM ends ORDER BY key COLLATE \"C\""))
              .containsExactlyElementsOf(fold.keySet());
        }
      }
    }
  }

  private static Map<Integer, Long> between(
      Map<Integer, Long> from, Map<Integer, Long> to, Random random) {
    var ends = new TreeMap<Integer, Long>();
    from.forEach((p, low) -> ends.put(p, low + random.nextInt((int) (to.get(p) - low) + 1)));
    return ends;
  }

  @Test
  void foldsTheFullLogInMemory(RunningServers servers) throws Exception {
    try (var topic = SeededTopic.create("full", servers)) {
      // Given
      topic.publish(3, 6_000, 300);
      var config = ReadModels.named(servers, "fullmodel");
      var heard = new ArrayList<RehydrationProgress>();

      // When
      var report =
          Rehydrator.from(topic.log(), topic.facts())
              .threads(1)
              .listener(heard::add)
              .fullLog()
              .folding(new ChainReducer(), NO_SCHEMAS)
              .into(new PostgresTarget(config, new BytesProjection()))
              .run();

      // Then
      try (var reader = new ModelReader(config)) {
        States.assertEqual(reader.rows(1), topic.fold(new ChainReducer(), topic.latest()));
      }
      assertThat(report.isComplete()).isTrue();
      assertThat(report.origin()).isEqualTo(new VersionOrigin.Fresh());
      assertThat(report.source()).isEqualTo("log");
      assertThat(report.took())
          .containsKeys(
              RehydrationStep.LOAD,
              RehydrationStep.INDEX,
              RehydrationStep.TAIL,
              RehydrationStep.SWAP);
      assertThat(report.partitions())
          .hasSize(SeededTopic.PARTITIONS)
          .allSatisfy(
              p -> {
                assertThat(p.counts().holes()).isPositive();
                assertThat(p.counts().parked()).isPositive();
                assertThat(p.counts().span()).isEqualTo(p.end());
              });
      assertThat(report.partitions().stream().mapToLong(p -> p.counts().keyless()).sum())
          .isPositive();
      assertThat(heard)
          .extracting(RehydrationProgress::step)
          .contains(RehydrationStep.LOAD, RehydrationStep.SWAP);
      assertThat(heard.get(heard.size() - 1).rows()).isEqualTo(report.rows());
    }
  }

  @Test
  void doesNothingWhenTheVisibleVersionIsAlreadyTheRequestedOne(RunningServers servers) {
    try (var topic = SeededTopic.create("again", servers)) {
      // Given
      topic.publish(4, 600, 30);
      var run = Rehydrator.from(topic.log(), topic.facts());
      var target = new PostgresTarget(ReadModels.named(servers, "again"), new BytesProjection());
      run.fullLog().folding(new ChainReducer(), NO_SCHEMAS).into(target).run();

      // When
      var second = run.fullLog().folding(new ChainReducer(), NO_SCHEMAS).into(target).run();
      var anew = run.anew().fullLog().folding(new ChainReducer(), NO_SCHEMAS).into(target).run();

      // Then
      assertThat(second.origin()).isEqualTo(new VersionOrigin.Visible());
      assertThat(second.version()).isEqualTo(1);
      assertThat(second.isComplete()).isTrue();
      assertThat(anew.version()).isEqualTo(2);
      assertThat(anew.diff()).hasValueSatisfying(d -> assertThat(d.differing()).isEmpty());
      assertThat(anew.partitions()).extracting(StoredPartition::isAtEnd).containsOnly(true);
    }
  }
}
