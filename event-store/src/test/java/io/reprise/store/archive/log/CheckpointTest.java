package io.reprise.store.archive.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveChangedException;
import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.CommitLog.Outcome;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.object.store.ForwardingStore;
import io.reprise.store.object.store.MemoryObjectStore;
import io.reprise.store.object.store.ObjectFacts;
import io.reprise.store.object.store.ObjectStore;
import io.reprise.store.object.store.ObjectStoreException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Checkpoints, their manifests, and what is removed when.
 *
 * <p>Shows guarantee 14 of docs/liveness.md.
 */
class CheckpointTest {
  private static final PartitionId ID = new PartitionId("orders", "aaaaaaaaaaaaaaaaaaaaaA", 7);
  private static final int SPAN = 10;

  private final MemoryObjectStore store = new MemoryObjectStore();
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };
  private PartitionArchive archive = PartitionArchive.empty(ID);

  @Test
  void checkpointsStayBoundedAndOldOnesAreRemoved() {
    grow(3_000);

    var checkpoints = store.list(ArchiveLayout.checkpoints(ID), null);
    assertThat(checkpoints).hasSize(2);
    assertThat(checkpoints).allSatisfy(c -> assertThat(c.bytes()).isLessThan(150_000));
    assertThat(log().load()).isEqualTo(archive);
    assertThat(log().load().segments().openSegments()).hasSizeLessThan(128 + 64);
    assertThat(archive.segments().openSegments()).hasSizeLessThan(128 + 64);
    assertThat(faults()).isEmpty();
  }

  @Test
  void aLongLivedReaderKeepsNoMoreOnTheHeapThanANewOne() {
    var reader = log(); // Only refreshes.
    var seen = reader.refresh(archive);
    for (int i = 0; i < 20; i++) {
      grow(100);
      seen = reader.refresh(seen);
      assertThat(seen.headSeq()).isEqualTo(archive.headSeq());
      assertThat(seen.segments().openSegments()).hasSizeLessThan(128 + 100 + 64);
    }
    assertThat(seen).isEqualTo(archive);
  }

  @Test
  void refusesADamagedManifest() {
    grow(400);
    var manifest = manifests().get(1);

    store.damage(manifest, 200);

    requireCorrupt(manifest, "is not what the checkpoint names: remove the checkpoints");
  }

  @Test
  void refusesASwappedManifest() {
    grow(400);
    var one = manifests().get(0);
    var other = manifests().get(1);
    var bytes = store.find(one).orElseThrow();
    store.overwrite(one, store.find(other).orElseThrow());
    store.overwrite(other, bytes);

    assertThatThrownBy(() -> log().load().segments().toList())
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("'" + one + "' is not what the checkpoint names");
    assertThat(faults()).extracting(CorruptArchiveException::object).contains(one);
  }

  @Test
  void refusesAMissingManifest() {
    grow(400);
    var manifest = manifests().get(1);

    store.remove(manifest);

    requireCorrupt(manifest, "is missing: remove the checkpoints");
  }

  @Test
  void readsTheEntriesWhenTheCheckpointsAreRemoved() {
    grow(400);
    store.remove(manifests().get(1));

    names(ArchiveLayout.checkpoints(ID)).forEach(store::remove);

    assertThat(log().load().segments().toList()).hasSize(400);
    assertThat(log().load().segments().totals().segments()).isEqualTo(400);
    assertThat(faults()).isEmpty();
  }

  @Test
  void refusesADamagedCheckpoint() {
    grow(400);
    var name = newestCheckpoint();

    store.damage(name, store.find(name).orElseThrow().length / 2);

    assertThatThrownBy(() -> log().load())
        .isInstanceOfSatisfying(
            CorruptArchiveException.class, e -> assertThat(e.object()).isEqualTo(name))
        .hasMessageContaining("remove it, readers then start from an earlier entry");
    assertThat(faults()).extracting(CorruptArchiveException::object).containsExactly(name);
  }

  @Test
  void theNextCheckpointReplacesADamagedOne() {
    grow(400);
    store.damage(newestCheckpoint(), 300);

    grow(64);

    assertThat(log().load()).isEqualTo(archive);
  }

  @Test
  void theProofFindsAForgedCheckpointThatReadersBelieve() {
    grow(400);
    var name = newestCheckpoint();
    var real = EntryCodec.checkpoint(name, store.find(name).orElseThrow()).archive();
    var last = real.open().get(real.open().size() - 1).range();
    var open = new ArrayList<>(real.open());
    open.set(open.size() - 1, SampleSegmentFacts.of(last.from(), last.to(), "f"));
    forge(
        name,
        new Checkpoint.State(
            real.id(),
            real.headSeq(),
            real.headSha256(),
            real.epoch(),
            real.writer(),
            real.sealed(),
            open,
            real.holds(),
            real.trimIntent(),
            real.trimDone(),
            real.retired()));

    assertThat(log().load().segments().at(last.from()).sha256()).startsWith("f");
    assertThat(faults())
        .hasSize(1)
        .allSatisfy(
            fault ->
                assertThat(fault)
                    .hasMessageContaining(
                        "'" + name + "' does not match the entries before it: remove it"));
  }

  @Test
  void theProofFindsAManifestThatWasForgedWithItsCheckpoint() {
    grow(400);
    var name = newestCheckpoint();
    var real = EntryCodec.checkpoint(name, store.find(name).orElseThrow()).archive();
    var first = real.sealed().get(0);
    var file = ArchiveLayout.manifest(ID, first.file());
    var manifest = EntryCodec.manifest(file, store.find(file).orElseThrow());
    var segments = new ArrayList<>(manifest.segments());
    segments.set(5, SampleSegmentFacts.of(5 * SPAN, 6 * SPAN, "f"));
    var bytes = EntryCodec.write(SegmentManifest.ofSegments(ID, segments));
    store.overwrite(file, bytes);
    var sealed = new ArrayList<>(real.sealed());
    sealed.set(
        0,
        new ManifestRef(
            first.file(),
            0,
            first.range(),
            first.totals(),
            bytes.length,
            EntryCodec.sha256(bytes)));
    forge(
        name,
        new Checkpoint.State(
            real.id(),
            real.headSeq(),
            real.headSha256(),
            real.epoch(),
            real.writer(),
            sealed,
            real.open(),
            real.holds(),
            real.trimIntent(),
            real.trimDone(),
            real.retired()));

    assertThat(log().load().segments().at(5 * SPAN).sha256()).startsWith("f");
    assertThat(faults()).extracting(CorruptArchiveException::object).contains(name);
  }

  @Test
  void refusesAForgedCheckpointOfAnotherEntry() {
    grow(400);
    var name = newestCheckpoint();
    var bytes = new String(store.find(name).orElseThrow(), StandardCharsets.UTF_8);
    var real = EntryCodec.checkpoint(name, store.find(name).orElseThrow()).archive();
    assertThat(bytes).contains(real.headSha256());
    forge(
        name,
        new Checkpoint.State(
            real.id(),
            real.headSeq(),
            "0".repeat(64),
            real.epoch(),
            real.writer(),
            real.sealed(),
            real.open(),
            real.holds(),
            real.trimIntent(),
            real.trimDone(),
            real.retired()));

    assertThatThrownBy(() -> log().load())
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining(
            "does not match '%s': prove the archive"
                .formatted(ArchiveLayout.entry(ID, real.headSeq())));
  }

  @Test
  void tellsAReaderToBeginAgainWhenItsManifestsWereReplacedAndRemoved() {
    grow(400);
    var old = log().load();
    replace(5);
    grow(64);
    assertThat(old.segments().at(20 * SPAN)).as("kept for a day").isNotNull();
    old = loadWithoutCache(old);

    now = now.plus(Duration.ofDays(2));
    grow(64);

    var reader = old;
    assertThatThrownBy(() -> reader.segments().at(20 * SPAN))
        .isInstanceOf(ArchiveChangedException.class)
        .hasMessageContaining("read the state again");
    assertThat(log().load().segments().at(20 * SPAN).range())
        .isEqualTo(new OffsetRange(20 * SPAN, 21 * SPAN));
    assertThat(log().refresh(reader)).as("a refresh finds the newer manifests").isEqualTo(archive);
    assertThat(faults()).isEmpty();
  }

  @Test
  void retriesARemovalWhoseOutcomeIsUnknown() {
    grow(400);
    replace(5);
    grow(64);
    var retired = archive.segments().sealed().retired().get(0).manifest().file();
    now = now.plus(Duration.ofDays(2));
    var refusing =
        new ForwardingStore(store) {
          @Override
          public void remove(String name) {
            throw ObjectStoreException.retriable("no answer", null);
          }
        };

    for (int i = 0; i < 64; i++) {
      archive = appended(new CommitLog(refusing, ID, clock), new ArchiveOp.Add(next()));
    }
    assertThat(archive.segments().sealed().retired())
        .extracting(r -> r.manifest().file())
        .contains(retired);
    assertThat(store.find(ArchiveLayout.manifest(ID, retired))).isPresent();
    assertThat(names(ArchiveLayout.checkpoints(ID))).hasSize(3);

    grow(64);
    assertThat(archive.segments().sealed().retired()).isEmpty();
    assertThat(store.find(ArchiveLayout.manifest(ID, retired))).isEmpty();
    assertThat(names(ArchiveLayout.checkpoints(ID))).hasSize(2);
  }

  @Test
  void oneAppendRemovesAFewObjectsOnly() {
    for (long seq = 63; seq < 64 * 100; seq += 64) {
      store.createIfAbsent(ArchiveLayout.checkpoint(ID, seq), new byte[0]);
    }
    var removed = new AtomicInteger();
    var counting =
        new ForwardingStore(store) {
          @Override
          public void remove(String name) {
            removed.incrementAndGet();
            store.remove(name);
          }
        };
    var reader = new CheckpointReader(counting, ID, ManifestCache.ofOneLog());
    var writer = new CheckpointWriter(counting, counting, counting, ID, clock, reader.manifests());

    writer.write(new PartitionArchive(ID, 6463, "a", 1, "w", List.of(), List.of(), 0, 0));

    assertThat(removed).hasValue(CheckpointWriter.REMOVE_AT_MOST);
    assertThat(reader.newestNames(2))
        .containsExactly(ArchiveLayout.checkpoint(ID, 6463), ArchiveLayout.checkpoint(ID, 6399));
  }

  @Test
  void findsTheNextCheckpointWhenTheListedOneIsRemovedMeanwhile() {
    grow(400);
    var newest = newestCheckpoint();
    var vanishing =
        new ForwardingStore(store) {
          private boolean isGone;

          @Override
          public Optional<byte[]> find(String name) {
            if (!isGone && name.equals(newest)) {
              isGone = true;
              grow(200);
            }
            return store.find(name);
          }
        };

    assertThat(new CommitLog(vanishing, vanishing, ID, clock).load()).isEqualTo(archive);
  }

  @Test
  void readsTheEntriesAfterACheckpointSeveralAtATime() {
    grow(64 + 62);
    var eight = new CyclicBarrier(8);
    var together = new AtomicInteger();
    var meeting =
        new ForwardingStore(store) {
          @Override
          public Optional<byte[]> find(String name) {
            // The reads of entries 71 to 78 wait for each other.
            if (name.compareTo(ArchiveLayout.entry(ID, 71)) >= 0
                && name.compareTo(ArchiveLayout.entry(ID, 78)) <= 0) {
              together.incrementAndGet();
              awaitAll(eight);
            }
            return store.find(name);
          }
        };

    assertThat(new CommitLog(meeting, meeting, ID, clock).load()).isEqualTo(archive);
    assertThat(together).hasValue(8);
  }

  @Test
  void passesOnTheErrorOfAReadInTheBackground() {
    grow(64 + 62);
    var failing =
        new ForwardingStore(store) {
          @Override
          public Optional<byte[]> find(String name) {
            if (name.equals(ArchiveLayout.entry(ID, 75))) {
              throw ObjectStoreException.retriable("no answer", null);
            }
            return store.find(name);
          }
        };

    assertThatThrownBy(() -> new CommitLog(failing, failing, ID, clock).load())
        .isInstanceOf(ObjectStoreException.class)
        .hasMessage("no answer");
  }

  private static void awaitAll(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("the reads are not together", e);
    }
  }

  @Test
  void continuesALogWhoseCheckpointIsOfVersion1() {
    grow(63);
    var archived = archive;
    for (int i = 0; i < 5_000; i++) {
      long from = archived.covered().to();
      var next = SampleSegmentFacts.of(from, from + SPAN);
      archived = archived.with(archived.segments().plus(next));
    }
    // A checkpoint of version 1 with many segments, as a long log had.
    names(ArchiveLayout.checkpoints(ID)).forEach(store::remove);
    store.createIfAbsent(
        ArchiveLayout.checkpoint(ID, 63), EntryCodec.write(WholeCheckpoint.of(archived)));
    archive = log().load();
    assertThat(archive.segments().size()).isEqualTo(5_063);

    grow(64);

    assertThat(archive.segments().size()).isEqualTo(5_127);
    assertThat(archive.segments().openSegments()).hasSizeLessThan(129);
    assertThat(store.facts(newestCheckpoint()).orElseThrow().bytes()).isLessThan(150_000);
    assertThat(log().load()).isEqualTo(archive);
  }

  @Test
  void namesTheManifestsOfKilledWriters() {
    grow(400);
    var orphan = manifests().get(0).replaceFirst("-c\\d{20}", "-c%020d".formatted(127));
    var newer = manifests().get(0).replaceFirst("-c\\d{20}", "-c%020d".formatted(9_999));
    store.createIfAbsent(orphan, new byte[] {1});
    store.createIfAbsent(newer, new byte[] {1});
    var unnamed = new ArrayList<String>();

    UnnamedManifests.forEach(store, ID, manifest -> unnamed.add(manifest.name()));

    assertThat(unnamed).containsExactly(orphan);
  }

  @Test
  void twoWritersOfAnArchiveKeepOneChainOfCheckpoints() throws Exception {
    var first = new RacingWriter(log(), "archiver-1");
    var second = new RacingWriter(log(), "archiver-2");
    var holder = new RacingWriter(log(), "holder");
    var threads =
        List.of(
            new Thread(() -> first.archive(600)),
            new Thread(() -> second.archive(600)),
            new Thread(() -> holder.hold(100)));
    threads.forEach(Thread::start);
    for (var thread : threads) {
      thread.join();
    }

    var loaded = log().load();
    assertThat(loaded.segments().size()).isEqualTo(1_200);
    assertThat(loaded.segments().sealed().roots()).isNotEmpty();
    assertThat(faults()).isEmpty();
    var proof = log().proof();
    proof.prove(fault -> {});
    assertThat(proof.archive()).isEqualTo(loaded);

    UnnamedManifests.forEach(store, ID, manifest -> store.remove(manifest.name()));
    assertThat(log().load()).isEqualTo(loaded);
    archive = loaded;
    grow(130);
    assertThat(log().load()).isEqualTo(archive);
    assertThat(faults()).isEmpty();
  }

  // Fixture.

  private void requireCorrupt(String object, String reason) {
    assertThatThrownBy(() -> log().load().segments().toList())
        .isInstanceOfSatisfying(
            CorruptArchiveException.class, e -> assertThat(e.object()).isEqualTo(object))
        .hasMessageContaining(reason);
    assertThat(faults())
        .hasSize(1)
        .allSatisfy(
            fault -> {
              assertThat(fault.object()).isEqualTo(object);
              assertThat(fault).hasMessageContaining(reason);
            });
  }

  private void forge(String name, Checkpoint.State state) {
    var sha256 = EntryCodec.sha256(EntryCodec.write(state));
    store.overwrite(name, EntryCodec.write(new Checkpoint(Checkpoint.VERSION, sha256, state)));
  }

  /** The same old state, with nothing of it cached. */
  private PartitionArchive loadWithoutCache(PartitionArchive old) {
    var reader = new ManifestReader(store, ID, new ManifestCache(1));
    var segments = old.segments();
    return old.with(
        new ArchivedSegments(reader, segments.sealed(), segments.replacements(), segments.open()));
  }

  private CommitLog log() {
    return new CommitLog((ObjectStore) store, ID, clock);
  }

  private void grow(int segments) {
    if (archive.epoch() == 0) {
      archive = appended(log(), new ArchiveOp.Claim("archiver-1"));
    }
    for (int i = 0; i < segments; i++) {
      archive = appended(log(), new ArchiveOp.Add(next()));
    }
  }

  private SegmentFacts next() {
    long from = archive.covered().to();
    return SampleSegmentFacts.of(from, from + SPAN);
  }

  private void replace(int segment) {
    var old = archive.segments().at((long) segment * SPAN);
    var replacement = SampleSegmentFacts.of(old.range().from(), old.range().to(), "b");
    archive = appended(log(), new ArchiveOp.Replace(old, replacement, "test"));
  }

  private PartitionArchive appended(CommitLog log, ArchiveOp op) {
    long epoch = op instanceof ArchiveOp.Claim ? archive.epoch() + 1 : archive.epoch();
    var outcome = log.append(archive, epoch, op);
    assertThat(outcome).isInstanceOf(Outcome.Appended.class);
    return outcome.now();
  }

  private List<CorruptArchiveException> faults() {
    var faults = new ArrayList<CorruptArchiveException>();
    log().proof().prove(faults::add);
    return faults;
  }

  private String newestCheckpoint() {
    var names = names(ArchiveLayout.checkpoints(ID));
    return names.get(names.size() - 1);
  }

  private List<String> manifests() {
    return names(ArchiveLayout.manifests(ID));
  }

  private List<String> names(String prefix) {
    return store.list(prefix, null).stream().map(ObjectFacts::name).toList();
  }
}
