package io.reprise.store.archive.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.object.store.ForwardingStore;
import io.reprise.store.object.store.MemoryObjectStore;
import io.reprise.store.object.store.ObjectFacts;
import io.reprise.store.object.store.ObjectStore;
import io.reprise.store.object.store.ObjectStoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills a writer at each write and each removal of an append that writes a checkpoint. After every
 * death the log must be read and proved as if the writer had been killed between two appends, and
 * another writer must be able to continue.
 */
class CheckpointCrashTest {
  private static final PartitionId ID = new PartitionId("orders", "aaaaaaaaaaaaaaaaaaaaaA", 7);
  private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

  /** Entries before the one whose append is killed: its checkpoint is due. */
  private static final int ENTRIES = 64 * 7 - 1;

  /** What happens at the chosen write. */
  enum Death {
    BEFORE_THE_WRITE,
    AFTER_THE_WRITE,
    /** The write succeeds, the writer lives on and gets an error. */
    ANSWER_LOST,
    /** The write does not happen, the writer lives on and gets an error. */
    REFUSED
  }

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Counts writes and removals, and dies at the chosen one. */
  private static final class MortalStore extends ForwardingStore {
    private final int deadly;
    private final Death death;
    private int writes;

    MortalStore(ObjectStore store, int deadly, Death death) {
      super(store);
      this.deadly = deadly;
      this.death = death;
    }

    private void write(Runnable write) {
      boolean isDeadly = writes++ == deadly;
      if (isDeadly && death == Death.BEFORE_THE_WRITE) {
        throw new Killed();
      }
      if (!isDeadly || death != Death.REFUSED) {
        write.run();
      }
      if (isDeadly && death == Death.AFTER_THE_WRITE) {
        throw new Killed();
      }
      if (isDeadly) {
        throw ObjectStoreException.retriable("the answer was lost", null);
      }
    }

    @Override
    public Created createIfAbsent(String name, byte[] content) {
      var created = new ArrayList<Created>();
      write(() -> created.add(store.createIfAbsent(name, content)));
      return created.get(0);
    }

    @Override
    public void remove(String name) {
      write(() -> store.remove(name));
    }
  }

  @ParameterizedTest
  @EnumSource(Death.class)
  void losesNothingAtAnyWrite(Death death) {
    for (int deadly = 0; ; deadly++) {
      var store = filledStore();
      var before = log(store, 2).load();
      var mortal = new MortalStore(store, deadly, death);
      var op = new ArchiveOp.Add(next(before));

      PartitionArchive now = null;
      try {
        now = log(mortal, 2).append(before, 1, op).now();
      } catch (Killed | ObjectStoreException e) {
        // The outcome is in the store.
      }

      assertThat(mortal.writes).as("writes of the append").isLessThan(20);
      requireConsistent(store, before, op, now);
      if (mortal.writes <= deadly) {
        assertThat(deadly).as("writes to die at").isGreaterThan(5);
        return;
      }
    }
  }

  private static void requireConsistent(
      ObjectStore store, PartitionArchive before, ArchiveOp op, PartitionArchive now) {
    var loaded = log(store, 2).load();
    assertThat(loaded.headSeq()).isBetween(before.headSeq(), before.headSeq() + 1);
    if (now != null) {
      assertThat(loaded).isEqualTo(now);
    }
    assertThat(faults(store)).isEmpty();
    assertThat(proved(store)).isEqualTo(loaded);

    var continued = claimed(store, loaded);
    if (loaded.headSeq() == before.headSeq()) {
      continued = log(store, 3).append(continued, continued.epoch(), op).now();
    }
    for (int i = 0; i < 130; i++) {
      var add = new ArchiveOp.Add(next(continued));
      continued = log(store, 3).append(continued, continued.epoch(), add).now();
    }

    UnnamedManifests.forEach(store, ID, manifest -> store.remove(manifest.name()));
    assertThat(log(store, 3).load()).isEqualTo(continued);
    assertThat(proved(store)).isEqualTo(continued);
    assertThat(faults(store)).isEmpty();
    assertThat(names(store, ArchiveLayout.checkpoints(ID))).hasSize(2);
  }

  @Test
  void theAppendThatIsKilledWritesAndRemovesManifestsAndCheckpoints() {
    var store = filledStore();
    var before = log(store, 2).load();
    var checkpoints = names(store, ArchiveLayout.checkpoints(ID));
    var manifests = names(store, ArchiveLayout.manifests(ID));
    var retired =
        before.segments().sealed().retired().stream()
            .map(r -> ArchiveLayout.manifest(ID, r.manifest().file()))
            .toList();

    log(store, 2).append(before, 1, new ArchiveOp.Add(next(before)));

    assertThat(names(store, ArchiveLayout.checkpoints(ID)))
        .containsExactly(checkpoints.get(1), ArchiveLayout.checkpoint(ID, ENTRIES));
    assertThat(names(store, ArchiveLayout.manifests(ID)))
        .doesNotContainAnyElementsOf(retired)
        .hasSize(manifests.size() - retired.size() + 2);
  }

  /**
   * A log whose next append seals segments, rewrites the path to a replaced one, and removes a
   * manifest that was retired long ago.
   */
  private static MemoryObjectStore filledStore() {
    var store = new MemoryObjectStore();
    var archive = log(store, 0).append(PartitionArchive.empty(ID), 1, claim()).now();
    for (int i = 1; i < ENTRIES; i++) {
      boolean isReplace = i == 64 * 6 - 10 || i == ENTRIES - 5;
      boolean isMerge = i == 64 * 5 - 20 || i == ENTRIES - 7;
      var op = isReplace ? replace(archive, i) : new ArchiveOp.Add(next(archive));
      op = isMerge ? merge(archive, i) : op;
      archive = log(store, 0).append(archive, 1, op).now();
    }
    assertThat(archive.segments().sealed().retired()).isNotEmpty();
    return store;
  }

  private static ArchiveOp replace(PartitionArchive archive, int i) {
    var old = archive.segments().at(50 + 10L * (i % 7));
    var range = old.range();
    return new ArchiveOp.Replace(
        old, SampleSegmentFacts.of(range.from(), range.to(), i % 2 == 0 ? "b" : "c"), "test");
  }

  /** Merges neighbours, some of which manifests list. */
  private static ArchiveOp merge(PartitionArchive archive, int i) {
    var range = i < 64 * 5 ? new OffsetRange(200, 400) : new OffsetRange(1_000, 2_600);
    var parts = archive.segments().in(range).map(SegmentFacts::file).toList();
    return new ArchiveOp.Merge(parts, SampleSegmentFacts.of(range.from(), range.to(), "d"), "ann");
  }

  private static PartitionArchive claimed(ObjectStore store, PartitionArchive archive) {
    return log(store, 3).append(archive, archive.epoch() + 1, claim()).now();
  }

  private static ArchiveOp claim() {
    return new ArchiveOp.Claim("archiver");
  }

  private static SegmentFacts next(PartitionArchive archive) {
    long from = archive.covered().to();
    return SampleSegmentFacts.of(from, from + 10);
  }

  /**
   * @param day since the begin, by the writer's clock
   */
  private static CommitLog log(ObjectStore store, int day) {
    var now = BEGIN.plus(Duration.ofDays(day));
    return new CommitLog(store, ID, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static PartitionArchive proved(ObjectStore store) {
    var proof = log(store, 3).proof();
    proof.prove(fault -> {});
    return proof.archive();
  }

  private static List<CorruptArchiveException> faults(ObjectStore store) {
    var faults = new ArrayList<CorruptArchiveException>();
    log(store, 3).proof().prove(faults::add);
    return faults;
  }

  private static List<String> names(ObjectStore store, String prefix) {
    return store.list(prefix, null).stream().map(ObjectFacts::name).toList();
  }
}
