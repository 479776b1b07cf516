package io.reprise.rehydrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.rehydrate.postgres.PostgresTarget;
import io.reprise.rehydrate.project.BytesProjection;
import io.reprise.rehydrate.report.CompletenessReport;
import io.reprise.rehydrate.target.VersionOrigin;
import io.reprise.store.fold.SchemaLookup;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A model that follows its topic applies each event once, also over several runs. */
@ExtendWith(Servers.class)
class FollowingIT {
  private static final SchemaLookup NO_SCHEMAS =
      id -> {
        throw new AssertionError("no schemas here");
      };

  @Test
  void goesOnWithTheVisibleVersionUntilItIsCancelled(RunningServers servers) throws Exception {
    try (var topic = SeededTopic.create("followed", servers);
        var reader = new ModelReader(ReadModels.named(servers, "followed"))) {
      // Given
      topic.publish(1, 2_000, 100);

      // When
      var first = followWhilePublishing(topic, servers, 2);
      var second = followWhilePublishing(topic, servers, 3);

      // Then
      States.assertEqual(reader.rows(1), topic.fold(new ChainReducer(), topic.latest()));
      assertThat(first.origin()).isEqualTo(new VersionOrigin.Fresh());
      assertThat(second.origin()).isEqualTo(new VersionOrigin.Visible());
      assertThat(second.version()).isEqualTo(1);
      assertThat(second.isComplete()).isTrue();
      assertThat(second.visible()).isTrue();
      assertThat(second.rows()).isEqualTo(reader.rows(1).size());
    }
  }

  private static CompletenessReport followWhilePublishing(
      SeededTopic topic, RunningServers servers, long seed) throws Exception {
    var run =
        Rehydrator.from(topic.log(), topic.facts())
            .following()
            .fullLog()
            .folding(new ChainReducer(), NO_SCHEMAS)
            .into(new PostgresTarget(ReadModels.named(servers, "followed"), new BytesProjection()));
    var report = CompletableFuture.supplyAsync(run::run);
    topic.publish(seed, 1_500, 100);
    var ends = topic.latest();
    var fold = States.texts(topic.fold(new ChainReducer(), ends));
    try (var reader = new ModelReader(ReadModels.named(servers, "followed"))) {
      await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptions()
          .until(() -> States.texts(reader.rows(1)).equals(fold));
    }
    run.cancel();
    return report.join();
  }
}
