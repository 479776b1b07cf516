package io.reprise.store.archive.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.CommitLog.Outcome;
import io.reprise.store.object.s3.S3ObjectStore;
import io.reprise.store.object.s3.SharedS3Bucket;
import io.reprise.store.object.store.ForwardingStore;
import io.reprise.store.object.store.ObjectCreator.Created;
import io.reprise.store.object.store.ObjectStore;
import io.reprise.store.object.store.ObjectStoreException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommitLogIT {
  private static final PartitionId ID = new PartitionId("orders", "aaaaaaaaaaaaaaaaaaaaaA", 7);
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

  private final ObjectStore store = S3ObjectStore.open(SharedS3Bucket.freshPrefix());
  private final CommitLog log = logOver(store);

  @AfterEach
  void close() {
    store.close();
  }

  private static CommitLog logOver(ObjectStore store) {
    return new CommitLog(store, store, ID, CLOCK);
  }

  @Test
  void isEmptyBeforeItsFirstEntry() {
    assertThat(log.load()).isEqualTo(PartitionArchive.empty(ID));
    assertThat(log.proof().archive()).isEqualTo(PartitionArchive.empty(ID));
  }

  @Test
  void recoversWhatWasAppended() {
    var archive = appended(claimed(), 1, new ArchiveOp.Add(SampleSegmentFacts.of(0, 100)));
    archive = appended(archive, 1, new ArchiveOp.Hold("audit", 50, "an audit", "ann"));
    archive = appended(archive, 1, new ArchiveOp.TrimIntent(50));

    assertThat(log.load()).isEqualTo(archive);
    assertThat(log.refresh(PartitionArchive.empty(ID))).isEqualTo(archive);
    assertThat(log.refresh(archive)).isSameAs(archive);
    assertThat(faults()).isEmpty();
  }

  @Test
  void losesToAFasterWriter() {
    var before = claimed();
    var held = appended(before, 1, new ArchiveOp.Hold("audit", 0, "an audit", "ann"));

    var outcome = log.append(before, 1, new ArchiveOp.Add(SampleSegmentFacts.of(0, 100)));

    assertThat(outcome).isEqualTo(new Outcome.Lost(held));
    assertThat(log.load()).isEqualTo(held);
  }

  @Test
  void aClaimFencesTheFormerWriter() {
    var mine = claimed();
    var theirs = appended(mine, 2, new ArchiveOp.Claim("archiver-2"));

    var outcome = log.append(mine, 1, new ArchiveOp.Add(SampleSegmentFacts.of(0, 100)));

    assertThat(outcome).isEqualTo(new Outcome.Lost(theirs));
    assertThatThrownBy(
            () -> log.append(theirs, 1, new ArchiveOp.Add(SampleSegmentFacts.of(0, 100))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has epoch 1 where 2 is in force");
  }

  @Test
  void recognisesItsEntryAfterALostAnswer() {
    var forgetful = logOver(new AnswerLosingStore(store));
    var before = claimed();

    var outcome = forgetful.append(before, 1, new ArchiveOp.Add(SampleSegmentFacts.of(0, 100)));

    assertThat(outcome).isEqualTo(new Outcome.Appended(log.load()));
    assertThat(outcome.now().headSeq()).isEqualTo(1);
  }

  @Test
  void recognisesItsEntryWhenTheClientRetried() {
    var retrying =
        logOver(
            new ForwardingStore(store) {
              @Override
              public Created createIfAbsent(String name, byte[] content) {
                store.createIfAbsent(name, content);
                return store.createIfAbsent(name, content);
              }
            });

    var outcome = retrying.append(PartitionArchive.empty(ID), 1, new ArchiveOp.Claim("archiver-1"));

    assertThat(outcome).isEqualTo(new Outcome.Appended(log.load()));
  }

  @Test
  void doesNotTakeAnothersEntryForItsOwnAfterALostAnswer() {
    var before = claimed();
    var theirs = appended(before, 2, new ArchiveOp.Claim("archiver-2"));

    var outcome =
        logOver(new AnswerLosingStore(store))
            .append(before, 1, new ArchiveOp.Add(SampleSegmentFacts.of(0, 100)));

    assertThat(outcome).isEqualTo(new Outcome.Lost(theirs));
  }

  @Test
  void throwsIfTheOutcomeIsUnknown() {
    var before = claimed();
    var unreachable =
        logOver(
            new ForwardingStore(store) {
              @Override
              public Created createIfAbsent(String name, byte[] content) {
                throw ObjectStoreException.retriable("gone", null);
              }
            });

    assertThatThrownBy(
            () -> unreachable.append(before, 1, new ArchiveOp.Add(SampleSegmentFacts.of(0, 100))))
        .isInstanceOf(ObjectStoreException.class)
        .hasMessage("gone");
    assertThat(log.refresh(before)).isSameAs(before);
  }

  @Test
  void keepsOneChainWhenTwoWritersAndAnOperatorRace() throws Exception {
    var first = new RacingWriter(log, "archiver-1");
    var second = new RacingWriter(log, "archiver-2");
    var holder = new RacingWriter(log, "holder");
    var threads =
        List.of(
            new Thread(() -> first.archive(40)),
            new Thread(() -> second.archive(40)),
            new Thread(() -> holder.hold(20)));

    threads.forEach(Thread::start);
    for (var thread : threads) {
      thread.join();
    }

    var history = log.proof();
    assertThat(faultsOf(history)).isEmpty();
    var archive = history.archive();
    assertThat(archive).isEqualTo(log.load());
    var won = new ArrayList<Long>();
    List.of(first, second, holder).forEach(writer -> won.addAll(writer.won()));
    assertThat(won)
        .as("every entry was appended by exactly one writer")
        .hasSize((int) archive.headSeq() + 1)
        .doesNotHaveDuplicates();
    assertThat(archive.segments()).hasSize(80);
    assertThat(archive.covered().to()).isEqualTo(800);
    assertThat(archive.epoch()).isEqualTo(first.claims() + second.claims());
  }

  @Test
  void readsFromTheNewestCheckpointOn() {
    var archive = filled(130);
    var reads = new AtomicInteger();
    var counted =
        logOver(
            new ForwardingStore(store) {
              @Override
              public Optional<byte[]> find(String name) {
                reads.incrementAndGet();
                return store.find(name);
              }
            });

    assertThat(counted.load()).isEqualTo(archive);
    assertThat(reads).hasValueLessThan(10);
    assertThat(faults()).isEmpty();

    store.remove(ArchiveLayout.checkpoint(ID, 127));
    assertThat(log.load()).isEqualTo(archive);
    store.remove(ArchiveLayout.checkpoint(ID, 63));
    assertThat(log.load()).isEqualTo(archive);
  }

  @Test
  void appendsAlthoughACheckpointCannotBeWritten() {
    var archive = filled(63);
    var noCheckpoints =
        logOver(
            new ForwardingStore(store) {
              @Override
              public Created createIfAbsent(String name, byte[] content) {
                if (name.contains("ckpt-")) {
                  throw ObjectStoreException.retriable("gone", null);
                }
                return store.createIfAbsent(name, content);
              }
            });

    var outcome = noCheckpoints.append(archive, 1, hold(63));

    assertThat(outcome).isInstanceOf(Outcome.Appended.class);
    assertThat(store.list(ArchiveLayout.checkpoints(ID), null)).isEmpty();
    assertThat(log.load()).isEqualTo(outcome.now());
  }

  @Test
  void namesAMissingEntry() {
    filled(6);
    store.remove(ArchiveLayout.entry(ID, 3));

    assertCorrupt(
        ArchiveLayout.entry(ID, 3),
        "is missing, but '%s' exists".formatted(ArchiveLayout.entry(ID, 4)));
  }

  @Test
  void namesAMissingEntryUnderACheckpoint() {
    filled(64);
    store.remove(ArchiveLayout.entry(ID, 63));

    assertThatThrownBy(log::load)
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("log/%020d.json' is missing, but".formatted(63));
  }

  @Test
  void detectsAnAlteredEntryByTheChain() {
    filled(6);
    alter(ArchiveLayout.entry(ID, 3), "because 3", "because not");

    assertThatThrownBy(log::load)
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("does not follow entry 3: it was altered or forged");
    assertThat(faults())
        .extracting(CorruptArchiveException::object)
        .containsExactly(ArchiveLayout.entry(ID, 3));
  }

  @Test
  void detectsAMisplacedEntry() {
    filled(6);
    var name = ArchiveLayout.entry(ID, 6);
    store.createIfAbsent(name, store.find(ArchiveLayout.entry(ID, 2)).orElseThrow());

    assertCorrupt(name, "has seq 2 where 6 is next");
  }

  @Test
  void detectsAReplacedLastEntryByTheCheckpoint() {
    var archive = filled(6);
    alter(ArchiveLayout.entry(ID, 5), "because 5", "because not");

    var history = log.proof();

    assertThat(faultsOf(history)).isEmpty();
    assertThat(history.contains(5, archive.headSha256())).isFalse();
    assertThat(history.contains(4, log.load().headSha256())).isFalse();
  }

  @Test
  void stopsAtAnUnknownOperation() {
    filled(2);
    alter(ArchiveLayout.entry(ID, 1), "\"HOLD\"", "\"KEEP\"");

    assertCorrupt(
        ArchiveLayout.entry(ID, 1),
        "has the operation KEEP, which this build does not know: upgrade this program");
  }

  @Test
  void refusesACheckpointThatDoesNotMatchItsEntry() {
    filled(64);
    var name = ArchiveLayout.checkpoint(ID, 63);
    var elsewhere = ArchiveLayout.checkpoint(ID, 127);
    store.createIfAbsent(elsewhere, store.find(name).orElseThrow());

    assertThatThrownBy(log::load)
        .isInstanceOfSatisfying(
            CorruptArchiveException.class, e -> assertThat(e.object()).isEqualTo(elsewhere))
        .hasMessageContaining("belongs to another log or entry: remove it");

    store.remove(elsewhere);
    var archive = log.load();
    alter(name, archive.headSha256(), "0".repeat(64));
    assertThatThrownBy(log::load)
        .isInstanceOfSatisfying(
            CorruptArchiveException.class, e -> assertThat(e.object()).isEqualTo(name))
        .hasMessageContaining("does not match");
    assertThat(faults()).extracting(CorruptArchiveException::object).containsExactly(name);
  }

  private void assertCorrupt(String object, String reason) {
    assertThatThrownBy(log::load)
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

  private List<CorruptArchiveException> faults() {
    return faultsOf(log.proof());
  }

  private static List<CorruptArchiveException> faultsOf(CommitLogProof history) {
    var faults = new ArrayList<CorruptArchiveException>();
    history.prove(faults::add);
    return faults;
  }

  private void alter(String name, String part, String by) {
    var text = new String(store.find(name).orElseThrow(), StandardCharsets.UTF_8);
    assertThat(text).contains(part);
    store.remove(name);
    store.createIfAbsent(name, text.replace(part, by).getBytes(StandardCharsets.UTF_8));
  }

  private PartitionArchive claimed() {
    return appended(PartitionArchive.empty(ID), 1, new ArchiveOp.Claim("archiver-1"));
  }

  /** A log of {@code count} entries: a claim, then holds. */
  private PartitionArchive filled(int entries) {
    var archive = claimed();
    for (int i = 1; i < entries; i++) {
      archive = appended(archive, 1, hold(i));
    }
    return archive;
  }

  private static ArchiveOp.Hold hold(int i) {
    return new ArchiveOp.Hold("hold-" + i, i, "because " + i, "ann");
  }

  private PartitionArchive appended(PartitionArchive archive, long epoch, ArchiveOp op) {
    var outcome = log.append(archive, epoch, op);
    assertThat(outcome).isInstanceOf(Outcome.Appended.class);
    return outcome.now();
  }
}
