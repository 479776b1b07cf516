package io.reprise.store.archive.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveChangedException;
import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.CommitLog.Outcome;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.object.store.ForwardingStore;
import io.reprise.store.object.store.MemoryObjectStore;
import io.reprise.store.object.store.ObjectStore;
import io.reprise.store.object.store.ObjectStoreException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Appends random operations through a store that often fails, and compares what readers see with a
 * model that is nothing but a list of segments, a map of holds and a few numbers.
 */
class NaiveFoldTest {
  private static final PartitionId ID = new PartitionId("orders", "aaaaaaaaaaaaaaaaaaaaaA", 7);
  private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

  private final MemoryObjectStore store = new MemoryObjectStore();
  private final List<SegmentFacts> segments = new ArrayList<>();
  private final TreeMap<String, Long> holds = new TreeMap<>();
  private long epoch;
  private long trimIntent;
  private long trimDone;
  private long entries;

  private PartitionArchive writing = PartitionArchive.empty(ID);
  private PartitionArchive reading = PartitionArchive.empty(ID);
  private PartitionArchive former = PartitionArchive.empty(ID);
  private List<SegmentFacts> formerSegments = List.of();
  private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void readersSeeWhatAPlainModelHolds(long seed) {
    var random = new Random(seed);
    var failing = failing(random);
    append(log(store), new ArchiveOp.Claim("first"));
    epoch = 1;
    for (int step = 0; step < 1_500; step++) {
      now.updateAndGet(t -> t.plusSeconds(random.nextInt(3_600)));
      step(random, failing);
      if (random.nextInt(50) == 0) {
        read(random);
      }
    }
    compare(log(store).load());
    var faults = new ArrayList<CorruptArchiveException>();
    log(store).proof().prove(faults::add);
    assertThat(faults).isEmpty();
    assertThat(store.list(ArchiveLayout.checkpoints(ID), null)).hasSizeLessThan(8);
  }

  private void step(Random random, ObjectStore failing) {
    var log = log(random.nextInt(4) == 0 ? failing : store);
    switch (random.nextInt(20)) {
      case 0 -> {
        append(log, new ArchiveOp.Claim("writer-" + entries));
        epoch++;
      }
      case 1 -> {
        var id = "hold-" + entries;
        long from = trimIntent + random.nextInt(1_000);
        append(log, new ArchiveOp.Hold(id, from, "why", "ann"));
        holds.put(id, from);
      }
      case 2 -> {
        if (!holds.isEmpty()) {
          var id = holds.firstKey();
          append(log, new ArchiveOp.Unhold(id, "ann"));
          holds.remove(id);
        }
      }
      case 3 -> trim(log, random);
      case 4 -> replace(log, random);
      case 5 -> merge(log, random);
      default -> add(log, random);
    }
  }

  private void add(CommitLog log, Random random) {
    long from = segments.isEmpty() ? 40 : end();
    var segment = SampleSegmentFacts.of(from, from + 1 + random.nextInt(30));
    append(log, new ArchiveOp.Add(segment));
    segments.add(segment);
  }

  private void replace(CommitLog log, Random random) {
    if (!segments.isEmpty()) {
      int at = random.nextInt(segments.size());
      var old = segments.get(at);
      var digit = Integer.toHexString(random.nextInt(16));
      var other = SampleSegmentFacts.of(old.range().from(), old.range().to(), digit);
      append(log, new ArchiveOp.Replace(old, other, "why"));
      segments.set(at, other);
    }
  }

  private void merge(CommitLog log, Random random) {
    if (segments.size() > 1) {
      int at = random.nextInt(segments.size() - 1);
      int most = Math.min(segments.size() - at, random.nextInt(4) == 0 ? 300 : 6);
      var parts = segments.subList(at, at + 2 + random.nextInt(most - 1));
      var range =
          new OffsetRange(parts.get(0).range().from(), parts.get(parts.size() - 1).range().to());
      var merged = SampleSegmentFacts.of(range.from(), range.to());
      append(
          log, new ArchiveOp.Merge(parts.stream().map(SegmentFacts::file).toList(), merged, "ann"));
      parts.clear();
      segments.add(at, merged);
    }
  }

  private void trim(CommitLog log, Random random) {
    long limit = holds.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
    long most = Math.min(limit, segments.isEmpty() ? 0 : end());
    if (most > trimIntent) {
      long before = trimIntent + 1 + random.nextInt((int) (most - trimIntent));
      append(log, new ArchiveOp.TrimIntent(before));
      trimIntent = before;
    } else if (trimDone < trimIntent) {
      append(log, new ArchiveOp.TrimDone(trimIntent));
      trimDone = trimIntent;
    }
  }

  private long end() {
    return segments.get(segments.size() - 1).range().to();
  }

  private void append(CommitLog log, ArchiveOp op) {
    long with = op instanceof ArchiveOp.Claim ? writing.epoch() + 1 : writing.epoch();
    var outcome = log.append(writing, with, op);
    assertThat(outcome).isInstanceOf(Outcome.Appended.class);
    writing = outcome.now();
    entries++;
  }

  private void read(Random random) {
    reading = log(store).refresh(reading);
    compare(reading);
    compare(log(store).load());
    if (random.nextInt(3) == 0) {
      // A state of long ago answers as it did then, or tells its reader to begin again.
      try {
        assertThat(former.segments().toList()).isEqualTo(formerSegments);
      } catch (ArchiveChangedException e) {
        former = log(store).load();
        formerSegments = List.copyOf(segments);
      }
      if (random.nextInt(4) == 0) {
        former = log(store).load();
        formerSegments = List.copyOf(segments);
      }
    }
  }

  private void compare(PartitionArchive archive) {
    assertThat(archive.headSeq()).isEqualTo(entries - 1);
    assertThat(archive.epoch()).isEqualTo(epoch);
    assertThat(archive.segments().toList()).isEqualTo(segments);
    assertThat(archive.segments().totals().segments()).isEqualTo(segments.size());
    assertThat(archive.holds())
        .extracting(HoldInForce::id)
        .containsExactlyInAnyOrderElementsOf(holds.keySet());
    assertThat(archive.trimIntent()).isEqualTo(trimIntent);
    assertThat(archive.trimDone()).isEqualTo(trimDone);
  }

  private CommitLog log(ObjectStore over) {
    return new CommitLog(over, ID, Clock.fixed(now.get(), ZoneOffset.UTC));
  }

  /** Refuses metadata, or loses the answer about it, in one of three calls. */
  private ObjectStore failing(Random random) {
    return new ForwardingStore(store) {
      @Override
      public Created createIfAbsent(String name, byte[] content) {
        boolean isEntry = !name.contains("ckpt-") && !name.contains("/manifests/");
        if (isEntry || random.nextInt(3) > 0) {
          return store.createIfAbsent(name, content);
        }
        if (random.nextBoolean()) {
          store.createIfAbsent(name, content);
        }
        throw ObjectStoreException.retriable("no answer", null);
      }

      @Override
      public void remove(String name) {
        if (random.nextBoolean()) {
          store.remove(name);
        }
        if (random.nextBoolean()) {
          throw ObjectStoreException.retriable("no answer", null);
        }
      }
    };
  }
}
