package io.reprise.archiver.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.archiver.ArchiverFixture;
import io.reprise.archiver.OddRecords;
import io.reprise.archiver.commit.Anchor;
import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.object.store.ObjectStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Proofs of an archive that a real archiver has written, after every kind of damage. */
@ExtendWith(Servers.class)
class ProofIT {
  private static final int DAMAGES = 200;
  private static final int ENTRIES_TO_A_CHECKPOINT = 64;

  @Test
  void findsAndNamesWhateverBefallsAnArchive(RunningServers servers) {
    try (var fixture = new ArchiverFixture(servers, "proof")) {
      // Given
      archive(servers, fixture);
      var heads = fixture.anchors().read();
      var intact = StoredObjects.copyOf(fixture.store());
      assertThat(prove(fixture, intact, heads)).isEmpty();

      for (int seed = 0; seed < DAMAGES; seed++) {
        // When
        var store = intact.copy();
        var damage = StoreDamage.to(store.objects(), new Random(seed));

        // Then
        assertThat(prove(fixture, store, heads))
            .as("seed %d: %s", seed, damage.what())
            .anySatisfy(f -> assertThat(damage.culprits()).contains(f.object()))
            .allSatisfy(f -> assertThat(f.problem()).isNotBlank());
      }
    }
  }

  @Test
  void namesWhatBelongsToNoArchiveAndCountsWhatIsOnlyGarbage(RunningServers servers) {
    try (var fixture = new ArchiverFixture(servers, "proof-strangers")) {
      // Given
      var id = fixture.create("strangers", 1, Map.of());
      publish(servers, "strangers", 1);
      fixture.move(servers, ArchiverFixture.eager(32), "strangers");
      var store = StoredObjects.copyOf(fixture.store());
      var data = store.objects().keySet().stream().filter(n -> n.endsWith(".avro")).findFirst();
      var directory = data.orElseThrow().substring(0, data.orElseThrow().lastIndexOf('/') + 1);
      var orphan = directory + "%020d-%020d-e1-0123456789abcdef.avro".formatted(0, 5);

      // When
      store.createIfAbsent(directory + "notes.txt", new byte[3]);
      store.createIfAbsent(orphan, new byte[3]);

      // Then
      var findings = new ArrayList<ProofFinding>();
      var summary =
          prover(fixture, store, fixture.anchors().read(), findings)
              .prove(ArchiveName.current(id.topic()), Set.of(), all(), Prover.Anchoring.REQUIRED);
      assertThat(findings)
          .extracting(ProofFinding::object)
          .containsExactly(directory + "notes.txt");
      assertThat(summary.unnamed()).isEqualTo(1);
    }
  }

  private static void archive(RunningServers servers, ArchiverFixture fixture) {
    fixture.create("proof", 2, Map.of());
    publish(servers, "proof", 2);
    fixture.move(servers, ArchiverFixture.eager(32), "proof");
    var holds = new Holds(fixture.archives(), fixture.anchors());
    for (int i = 0; i < ENTRIES_TO_A_CHECKPOINT / 2; i++) {
      var hold = holds.add("proof", Set.of(0), Long.MAX_VALUE, "a long log", "test").get(0);
      holds.remove("proof", hold.hold().id(), "test");
    }
  }

  private static void publish(RunningServers servers, String topic, int partitions) {
    try (var records = new OddRecords(13, servers.client(), topic, partitions)) {
      records.publish(1_500);
    }
  }

  private static List<ProofFinding> prove(
      ArchiverFixture fixture, ObjectStore store, Map<PartitionId, Anchor> heads) {
    var findings = new ArrayList<ProofFinding>();
    prover(fixture, store, heads, findings)
        .prove(ArchiveName.current("proof"), Set.of(), all(), Prover.Anchoring.REQUIRED);
    return findings;
  }

  private static Prover prover(
      ArchiverFixture fixture,
      ObjectStore store,
      Map<PartitionId, Anchor> heads,
      List<ProofFinding> findings) {
    var archives = new TopicArchives(store, fixture.topics(), Clock.systemUTC());
    return new Prover(archives, () -> heads, findings::add, (done, total, unit) -> {});
  }

  private static OffsetRange all() {
    return new OffsetRange(0, Long.MAX_VALUE);
  }
}
