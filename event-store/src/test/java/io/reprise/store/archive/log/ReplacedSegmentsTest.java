package io.reprise.store.archive.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.object.store.ForwardingStore;
import io.reprise.store.object.store.MemoryObjectStore;
import io.reprise.store.object.store.ObjectFacts;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplacedSegmentsTest {
  private static final PartitionId ID = new PartitionId("orders", "aaaaaaaaaaaaaaaaaaaaaA", 7);
  private static final int ENTRIES = 620;

  private final MemoryObjectStore store = new MemoryObjectStore();

  /** Entry n was created at second n. */
  private final ForwardingStore timed =
      new ForwardingStore(store) {
        @Override
        public List<ObjectFacts> list(String prefix, String after) {
          return store.list(prefix, after).stream().map(ReplacedSegmentsTest::timed).toList();
        }
      };

  @Test
  void namesWhatEntriesSinceThenHaveReplaced() {
    var archive = archive();

    assertThat(since(archive, 0)).hasSize(5);
    assertThat(since(archive, 100)).containsExactlyInAnyOrder("f0", "f1", "f2", "f3", "f5");
    assertThat(since(archive, 101)).containsExactlyInAnyOrder("f2", "f3", "f5");
    assertThat(since(archive, 560)).containsExactlyInAnyOrder("f2", "f3", "f5");
    assertThat(since(archive, 561)).containsExactly("f5");
    assertThat(since(archive, 618)).containsExactly("f5");
    assertThat(since(archive, 619)).isEmpty();
    assertThat(since(archive, 5_000)).isEmpty();
  }

  private Set<String> since(PartitionArchive archive, long second) {
    return ReplacedSegments.since(timed, archive, Instant.ofEpochSecond(second));
  }

  private PartitionArchive archive() {
    var log = new CommitLog(store, store, ID, Clock.systemUTC());
    var archive = log.append(PartitionArchive.empty(ID), 1, new ArchiveOp.Claim("w")).now();
    for (int i = 1; i < ENTRIES; i++) {
      archive = log.append(archive, 1, op(i)).now();
    }
    return archive;
  }

  private static ArchiveOp op(int entry) {
    return switch (entry) {
      case 1, 2, 3, 4, 5, 6 -> new ArchiveOp.Add(segment(entry - 1, entry, "f" + (entry - 1)));
      case 100 -> new ArchiveOp.Merge(List.of("f0", "f1"), segment(0, 2, "m"), "ann");
      case 560 -> new ArchiveOp.Merge(List.of("f2", "f3"), segment(2, 4, "n"), "ann");
      case 618 -> new ArchiveOp.Replace(segment(5, 6, "f5"), segment(5, 6, "r"), "why");
      default ->
          entry % 2 == 1
              ? new ArchiveOp.Hold("h" + entry, entry, "why", "ann")
              : entry < 10 || entry == 102 || entry == 562
                  ? new ArchiveOp.Hold("x" + entry, entry, "why", "ann")
                  : new ArchiveOp.Unhold("h" + (entry - 1), "ann");
    };
  }

  private static SegmentFacts segment(long from, long to, String file) {
    var sample = SampleSegmentFacts.of(from, to);
    return new SegmentFacts(
        file,
        sample.range(),
        sample.records(),
        sample.bytes(),
        sample.sha256(),
        sample.indexBytes(),
        sample.indexSha256(),
        sample.rawBytes(),
        sample.digest(),
        sample.minTimestamp(),
        sample.maxTimestamp());
  }

  private static ObjectFacts timed(ObjectFacts object) {
    var number = object.name().replaceAll(".*/(\\d{20})\\.json", "$1");
    return number.equals(object.name())
        ? object
        : new ObjectFacts(
            object.name(), object.bytes(), Instant.ofEpochSecond(Long.parseLong(number)));
  }
}
