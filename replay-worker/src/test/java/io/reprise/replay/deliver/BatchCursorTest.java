package io.reprise.replay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.store.LogBatch;
import io.reprise.store.OffsetRange;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class BatchCursorTest {

  @Test
  void returnsEachRecordUntilItIsTaken() {
    var cursor = new BatchCursor(batch(10, 20, List.of(), 12, 15));

    assertThat(cursor.record().offset()).isEqualTo(12);
    assertThat(cursor.record().offset()).isEqualTo(12);
    cursor.takeRecord();
    assertThat(cursor.record().offset()).isEqualTo(15);
    cursor.takeRecord();
    assertThat(cursor.record()).isNull();
    assertThat(cursor.end()).isEqualTo(20);
  }

  @Test
  void takesPassedRunsThatBeginBelowAnOffsetOnce() {
    var first = new OffsetRange(10, 12);
    var second = new OffsetRange(13, 15);
    var cursor = new BatchCursor(batch(10, 20, List.of(first, second), 12, 15));

    assertThat(cursor.takePassedBelow(12)).contains(first);
    assertThat(cursor.takePassedBelow(12)).isEmpty();
    assertThat(cursor.takePassedBelow(13)).isEmpty();
    assertThat(cursor.takePassedBelow(14)).contains(second);
    assertThat(cursor.takePassedBelow(20)).isEmpty();
  }

  @Test
  void beginsAtTheFrontOfTheNextBatch() {
    var cursor = new BatchCursor(batch(10, 20, List.of(new OffsetRange(10, 12)), 12));
    cursor.takePassedBelow(20);
    cursor.takeRecord();
    var run = new OffsetRange(20, 21);

    cursor.moveTo(batch(20, 30, List.of(run), 25));

    assertThat(cursor.end()).isEqualTo(30);
    assertThat(cursor.takePassedBelow(25)).contains(run);
    assertThat(cursor.record().offset()).isEqualTo(25);
  }

  @Test
  void hasNothingToTakeInAnEmptyBatch() {
    var cursor = new BatchCursor(LogBatch.nothingAt(7));

    assertThat(cursor.record()).isNull();
    assertThat(cursor.takePassedBelow(100)).isEmpty();
    assertThat(cursor.end()).isEqualTo(7);
  }

  private static LogBatch batch(long from, long to, List<OffsetRange> passed, long... offsets) {
    var records =
        LongStream.of(offsets)
            .mapToObj(o -> new ConsumerRecord<>("orders", 0, o, new byte[1], new byte[1]))
            .toList();
    return new LogBatch(new OffsetRange(from, to), records, passed);
  }
}
