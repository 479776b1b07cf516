package io.reprise.ingest.service.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.ingest.service.dedupe.IdHash;
import io.reprise.ingest.service.dedupe.StoredId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionIndexTest {
  private static final long START = 100;

  private final PartitionIndex index = new PartitionIndex(Uuid.ZERO_UUID, START);

  private static StoredId id(long offset) {
    return new StoredId(new IdHash(offset, offset), 0, offset, 0);
  }

  private PartitionIndex.Flight take() {
    return index.take().orElseThrow();
  }

  @Test
  void isCompleteUpToTheLastAcknowledgedEvent() {
    index.add(id(100));
    index.add(id(103));

    var flight = take();

    assertThat(flight.record().ids()).containsExactly(id(100), id(103));
    assertThat(flight.record().complete()).isEqualTo(104);
    assertThat(index.take()).isEmpty();
  }

  @Test
  void isNotCompleteBeyondARecordThatIsUnderWay() {
    index.add(id(100));
    var first = take();
    index.add(id(101));
    assertThat(take().record().complete()).isEqualTo(100);

    index.acknowledge(first);
    index.add(id(102));
    assertThat(take().record().complete()).isEqualTo(101);
  }

  @Test
  void isNotCompleteBeyondAnEventWhoseOutcomeIsUnknown() {
    index.add(id(100));
    long hold = index.hold();
    index.add(id(105));
    var held = take();
    assertThat(held.record().complete()).isEqualTo(101);
    index.acknowledge(held);

    index.add(id(101));
    index.release(hold);
    assertThat(take().record().complete()).isEqualTo(106);
  }

  @Test
  void writesWhatMayBeMissingAgainAndFirst() {
    index.add(id(100));
    var lost = take();
    index.add(id(101));
    index.giveBack(lost);

    var again = take();

    assertThat(again.record().ids()).containsExactly(id(100), id(101));
    assertThat(again.record().complete()).isEqualTo(102);
  }

  @Test
  void whatWasFoundAtTheRestartIsBelowTheStart() {
    index.add(id(40));

    assertThat(take().record().complete()).isEqualTo(START);
  }

  /**
   * Whatever is lost, a reader of the surviving records finds all below what they call complete.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void neverCallsCompleteWhatASurvivingRecordDoesNotHold(long seed) {
    var random = new Random(seed);
    var survived = new Survived();
    var underWay = new ArrayList<PartitionIndex.Flight>();
    var unknown = new ArrayList<long[]>();
    long end = START;
    for (int step = 0; step < 2_000; step++) {
      switch (random.nextInt(6)) {
        case 0, 1 -> {
          survived.store(end);
          index.add(id(end++));
        }
        case 2 -> {
          // Stored, but nobody was told: it has the next offset, and the index a hold below it.
          unknown.add(new long[] {index.hold(), end});
          survived.store(end++);
        }
        case 3 -> index.take().ifPresent(underWay::add);
        case 4 -> {
          if (!underWay.isEmpty()) {
            var flight = underWay.remove(0);
            if (random.nextInt(3) == 0) {
              index.giveBack(flight);
            } else {
              survived.write(flight.record());
              index.acknowledge(flight);
            }
          }
        }
        default -> {
          if (!unknown.isEmpty()) {
            var resolved = unknown.remove(random.nextInt(unknown.size()));
            index.add(id(resolved[1]));
            index.release(resolved[0]);
          }
        }
      }
      assertThat(survived.missing()).as("step %d", step).isEmpty();
    }
  }

  /** The events of the topic, and what the surviving records of the index say about them. */
  private static final class Survived {
    private final Set<Long> indexed = new HashSet<>();
    private final TreeSet<Long> notIndexed = new TreeSet<>();
    private long complete = START;

    void store(long offset) {
      if (!indexed.contains(offset)) {
        notIndexed.add(offset);
      }
    }

    void write(IndexRecord record) {
      complete = Math.max(complete, record.complete());
      for (var id : record.ids()) {
        indexed.add(id.offset());
        notIndexed.remove(id.offset());
      }
    }

    /** Returns the stored events that the records call indexed although none of them has it. */
    SortedSet<Long> missing() {
      return notIndexed.headSet(complete);
    }
  }
}
