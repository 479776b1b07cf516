package io.reprise.store.archive.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.store.KeySelection;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveFixture;
import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.ArchiveOp;
import io.reprise.store.archive.log.CommitLog;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.merge.PartitionMerger.Merged;
import io.reprise.store.archive.read.ArchiveLogReader;
import io.reprise.store.archive.read.CacheConfig;
import io.reprise.store.archive.read.SegmentSource;
import io.reprise.store.archive.segment.Codec;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.archive.segment.StoredSegment;
import io.reprise.store.archive.segment.UnusualRecords;
import io.reprise.store.archive.segment.read.MergedRecordsCheck;
import io.reprise.store.archive.segment.read.SegmentCheck;
import io.reprise.store.object.store.ForwardingStore;
import io.reprise.store.object.store.MemoryObjectStore;
import io.reprise.store.object.store.ObjectStore;
import io.reprise.store.object.store.ObjectStoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PartitionMergerTest {
  private static final PartitionId ID = StoredSegment.ID;
  private static final MergeLimits ALL = new MergeLimits(1 << 20, Long.MAX_VALUE, Long.MAX_VALUE);

  @TempDir private Path spools;
  private final MemoryObjectStore store = new MemoryObjectStore();
  private final List<ConsumerRecord<byte[], byte[]>> records = new UnusualRecords(7, 20).next(600);
  private final List<PartitionArchive> anchored = new ArrayList<>();

  @Test
  void mergesSegmentsIntoOneWithTheSameRecords() {
    var before = archived(20);
    var read = all(before);
    assertThat(read).hasSize(600);

    var merged = merge(store);

    var after = load();
    assertThat(merged).extracting(m -> m.parts().size()).containsExactly(20);
    assertThat(after.segments().toList()).containsExactly(merged.get(0).into());
    assertThat(after.covered()).isEqualTo(before.covered());
    assertThat(after.segments().totals().records()).isEqualTo(600);
    assertThat(after.segments().totals().bytes()).isLessThan(before.segments().totals().bytes());
    assertThat(all(after)).isEqualTo(read);
    assertThat(anchored).containsExactly(after);
    assertThat(merge(store)).as("a second merge has nothing to do").isEmpty();
    assertThat(spools).isEmptyDirectory();
    requireProved();
  }

  @Test
  void keepsRangesWithoutARecord() {
    var fixture = new ArchiveFixture(store, ID, spools);
    fixture.add(new OffsetRange(20, 40), List.of());
    fixture.add(new OffsetRange(40, 60), List.of());
    fixture.add(new OffsetRange(60, 200), records);
    fixture.add(new OffsetRange(200, 250), List.of());
    var read = all(load());

    merge(store);

    assertThat(load().covered()).isEqualTo(new OffsetRange(20, 250));
    assertThat(load().segments().size()).isLessThan(4);
    assertThat(all(load())).isEqualTo(read);
    requireProved();
  }

  @Test
  void mergesMergedSegmentsAgain() {
    var read = all(archived(24));
    var small = new MergeLimits(load().segments().totals().bytes() / 4, 1_000_000, Long.MAX_VALUE);

    assertThat(merge(store, small)).hasSizeGreaterThan(2);
    merge(store);

    assertThat(load().segments().size()).isEqualTo(1);
    assertThat(all(load())).isEqualTo(read);
    var proof = log().proof();
    proof.prove(fault -> {});
    assertThat(proof.partsOf(load().segments().last())).hasSize(24);
    requireProved();
  }

  @Test
  void mergesOnlyWhatItsLimitsAllow() {
    var before = archived(10).segments().toList();

    merge(store, new MergeLimits(1 << 20, before.get(5).range().to() + 3, Long.MAX_VALUE));
    assertThat(load().segments().toList().subList(1, 5)).isEqualTo(before.subList(6, 10));

    assertThat(merge(store, new MergeLimits(1 << 20, 1_000_000, 1_600_000_000_000L))).isEmpty();
  }

  @Test
  void aReaderOfTheOldSegmentsGoesOn() {
    var before = archived(20);
    var read = all(before);
    try (var source = new SegmentSource(store, new CacheConfig(1, null, null));
        var reader = new ArchiveLogReader(source, before, before.covered(), KeySelection.ALL)) {
      var seen = new ArrayList<>(reader.read(Duration.ofSeconds(10)).records());

      merge(store);
      while (reader.position() < before.covered().to()) {
        seen.addAll(reader.read(Duration.ofSeconds(10)).records());
      }

      assertThat(seen.stream().map(PartitionMergerTest::text).toList()).isEqualTo(read);
    }
  }

  @Test
  void aReaderOfTheOldStateLearnsTheNewOne() {
    var before = archived(20);

    merge(store);

    assertThat(log().refresh(before)).isEqualTo(load());
  }

  /** What happens at the chosen write. */
  enum Death {
    BEFORE_THE_WRITE,
    AFTER_THE_WRITE,
    ANSWER_LOST
  }

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @ParameterizedTest
  @EnumSource(Death.class)
  void losesNothingWhenItIsKilledAtAnyWrite(Death death) {
    for (int deadly = 0; ; deadly++) {
      var world = new MemoryObjectStore();
      var before = archived(world, 6);
      var read = all(world, before);
      var mortal = new MortalStore(world, deadly, death);

      try {
        merge(mortal);
      } catch (Killed | ObjectStoreException e) {
        // The outcome is in the store.
      }

      assertThat(all(world, log(world).load())).isEqualTo(read);
      merge(world);
      assertThat(log(world).load().segments().size()).isEqualTo(1);
      assertThat(all(world, log(world).load())).isEqualTo(read);
      requireProved(world);
      if (mortal.writes <= deadly) {
        assertThat(deadly).as("writes to die at").isEqualTo(3);
        return;
      }
    }
  }

  /** Counts writes, and dies at the chosen one. */
  private static final class MortalStore extends ForwardingStore {
    private final int deadly;
    private final Death death;
    private int writes;

    MortalStore(ObjectStore store, int deadly, Death death) {
      super(store);
      this.deadly = deadly;
      this.death = death;
    }

    private Created write(Stream<Created> write) {
      boolean isDeadly = writes++ == deadly;
      if (isDeadly && death == Death.BEFORE_THE_WRITE) {
        throw new Killed();
      }
      var created = write.toList().get(0);
      if (isDeadly && death == Death.AFTER_THE_WRITE) {
        throw new Killed();
      }
      if (isDeadly) {
        throw ObjectStoreException.retriable("the answer was lost", null);
      }
      return created;
    }

    @Override
    public Created createIfAbsent(String name, byte[] content) {
      return write(Stream.of(name).map(n -> store.createIfAbsent(n, content)));
    }

    @Override
    public Created createIfAbsent(String name, byte[] head, Path file) {
      return write(Stream.of(name).map(n -> store.createIfAbsent(n, head, file)));
    }
  }

  @Test
  void oneOfTwoMergersWins() throws Exception {
    var read = all(archived(40));
    var merged = new ConcurrentLinkedQueue<Merged>();
    var faults = new ConcurrentLinkedQueue<Throwable>();
    var threads =
        Stream.of(1, 2)
            .map(
                i ->
                    new Thread(
                        () -> {
                          try {
                            merger(store).merge(ID, a -> ALL, "m" + i, merged::add);
                          } catch (RuntimeException e) {
                            faults.add(e);
                          }
                        }))
            .toList();
    threads.forEach(Thread::start);
    for (var thread : threads) {
      thread.join();
    }

    assertThat(faults).isEmpty();
    assertThat(merged).hasSize(1);
    assertThat(load().segments().size()).isEqualTo(1);
    assertThat(all(load())).isEqualTo(read);
    requireProved();
  }

  @Test
  void decidesAgainWhenAnotherMergerWasFaster() {
    archived(10);
    var first = new boolean[] {true};
    var racing =
        new ForwardingStore(store) {
          @Override
          public Created createIfAbsent(String name, byte[] head, Path file) {
            if (first[0]) {
              first[0] = false;
              merge(
                  store,
                  new MergeLimits(
                      1 << 20, load().segments().toList().get(4).range().to(), Long.MAX_VALUE));
            }
            return store.createIfAbsent(name, head, file);
          }
        };

    merge(racing);

    assertThat(load().segments().size()).isEqualTo(1);
    requireProved();
  }

  @Test
  void continuesBesideTheWriterAndUnderANewClaim() {
    archived(10);
    var read = all(load());
    long end = load().covered().to();
    var entries = new ArrayList<ArchiveOp>();
    entries.add(new ArchiveOp.Claim("another"));
    entries.add(new ArchiveOp.Hold("h", 0, "why", "ann"));
    var racing =
        new ForwardingStore(store) {
          @Override
          public Created createIfAbsent(String name, byte[] head, Path file) {
            if (!entries.isEmpty()) {
              append(entries.remove(0));
            }
            return store.createIfAbsent(name, head, file);
          }
        };

    merge(racing);

    var after = load();
    assertThat(after.epoch()).isEqualTo(2);
    assertThat(after.segments().toList()).hasSize(1);
    assertThat(after.segments().last().file()).contains("-e2-");
    assertThat(after.holds()).hasSize(1);
    assertThat(after.covered().to()).isEqualTo(end);
    assertThat(all(after)).isEqualTo(read);
    requireProved();
  }

  @Test
  void refusesADamagedPart() {
    var before = archived(10);
    var part = ArchiveLayout.data(ID, before.segments().toList().get(3).file());
    store.damage(part, store.find(part).orElseThrow().length / 2);

    assertThatThrownBy(() -> merge(store))
        .isInstanceOfSatisfying(
            CorruptArchiveException.class, e -> assertThat(e.object()).isEqualTo(part));
    assertThat(load()).isEqualTo(before);
    assertThat(spools).isEmptyDirectory();
  }

  @Test
  void commitsNothingThatIsStoredOtherwiseThanItWasWritten() {
    var before = archived(10);
    var altering =
        new ForwardingStore(store) {
          @Override
          public Created createIfAbsent(String name, byte[] head, Path file) {
            try {
              var bytes = new ByteArrayOutputStream();
              bytes.writeBytes(head);
              bytes.writeBytes(Files.readAllBytes(file));
              var content = bytes.toByteArray();
              content[content.length / 2] ^= 1;
              return store.createIfAbsent(name, content);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };

    assertThatThrownBy(() -> merge(altering))
        .isInstanceOf(UnverifiedMergeException.class)
        .hasMessageContaining("was not committed");
    assertThat(load()).isEqualTo(before);
  }

  @Test
  void theProofFindsAMergedSegmentWithOtherRecordsThanItsParts() throws IOException {
    var parts = archived(2).segments().toList();
    var others = new ArrayList<>(records.subList(0, 60));
    others.remove(30);
    var range = new OffsetRange(parts.get(0).range().from(), parts.get(1).range().to());
    var forged = StoredSegment.of(spools, Codec.ZSTD, range, others);
    forged.check();

    var check = new MergedRecordsCheck("data", parts);

    assertThatThrownBy(
            () -> {
              SegmentCheck.check(
                  ID,
                  forged.facts(),
                  "data",
                  new ByteArrayInputStream(forged.data()),
                  "idx",
                  forged.index(),
                  check);
              check.end();
            })
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("has other records at offsets")
        .hasMessageContaining("than segment '");
  }

  // Fixture.

  private PartitionArchive archived(int segments) {
    return archived(store, segments);
  }

  /** Archives 30 records in each segment. */
  private PartitionArchive archived(ObjectStore world, int segments) {
    var fixture = new ArchiveFixture(world, ID, spools);
    long from = 20;
    for (int i = 0; i < segments; i++) {
      long to = records.get(30 * (i + 1) - 1 < 600 ? 30 * (i + 1) - 1 : 599).offset() + 1;
      fixture.add(new OffsetRange(from, Math.max(from + 1, to)), records);
      from = Math.max(from + 1, to);
    }
    return log(world).load();
  }

  private void append(ArchiveOp op) {
    var archive = load();
    long epoch = op instanceof ArchiveOp.Claim ? archive.epoch() + 1 : archive.epoch();
    assertThat(log().append(archive, epoch, op)).isInstanceOf(CommitLog.Outcome.Appended.class);
  }

  private List<Merged> merge(ObjectStore over) {
    return merge(over, ALL);
  }

  private List<Merged> merge(ObjectStore over, MergeLimits limits) {
    var merged = new ArrayList<Merged>();
    merger(over).merge(ID, archive -> limits, "ann", merged::add);
    return merged;
  }

  private PartitionMerger merger(ObjectStore over) {
    return new PartitionMerger(
        over,
        () -> spools.resolve(UUID.randomUUID().toString()),
        Clock.systemUTC(),
        (log, archive) -> anchored.add(archive));
  }

  private CommitLog log() {
    return log(store);
  }

  private static CommitLog log(ObjectStore world) {
    return new CommitLog(world, world, ID, Clock.systemUTC());
  }

  private PartitionArchive load() {
    return log().load();
  }

  private List<String> all(PartitionArchive archive) {
    return all(store, archive);
  }

  private static List<String> all(ObjectStore world, PartitionArchive archive) {
    var all = new ArrayList<String>();
    try (var source = new SegmentSource(world, new CacheConfig(1, null, null));
        var reader = new ArchiveLogReader(source, archive, archive.covered(), KeySelection.ALL)) {
      while (reader.position() < archive.covered().to()) {
        reader.read(Duration.ofSeconds(10)).records().forEach(r -> all.add(text(r)));
      }
    }
    return all;
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    var headers = new StringBuilder();
    record
        .headers()
        .forEach(h -> headers.append(h.key()).append('=').append(Arrays.toString(h.value())));
    return "%d %d %s %s %s %s %s"
        .formatted(
            record.offset(),
            record.timestamp(),
            record.timestampType(),
            record.leaderEpoch(),
            Arrays.toString(record.key()),
            Arrays.hashCode(record.value()),
            headers);
  }

  private void requireProved() {
    requireProved(store);
  }

  /** Proves the log, and every segment against the entries that first named its records. */
  private static void requireProved(ObjectStore world) {
    var proof = log(world).proof();
    var faults = new ArrayList<CorruptArchiveException>();
    proof.prove(faults::add);
    assertThat(faults).isEmpty();
    for (SegmentFacts segment : proof.archive().segments()) {
      var data = ArchiveLayout.data(ID, segment.file());
      var index = ArchiveLayout.indexOf(data);
      var check = new MergedRecordsCheck(data, proof.partsOf(segment));
      SegmentCheck.check(
          ID, segment, data, world.open(data), index, world.find(index).orElseThrow(), check);
      check.end();
    }
  }
}
