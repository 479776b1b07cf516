package io.reprise.cli.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.runtime.json.Json;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MergedEventsTest {
  private final TestPages pages = new TestPages();

  private MergedEvents merged(int partitions, int pageSize) {
    return new MergedEvents(
        IntStream.range(0, partitions)
            .mapToObj(p -> new PartitionEvents(pages, new PartitionWindow(p, null, null), pageSize))
            .toList());
  }

  @Test
  void ordersEventsByTimeThenPartition() {
    pages.add(0, 10, "a").add(0, 30, "d").add(1, 20, "b").add(1, 30, "e").add(2, 25, "c");

    assertThat(TestPages.keys(merged(3, 100))).containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void keepsTheOffsetOrderOfAPartitionWhoseTimestampsAreNot() {
    pages.add(0, 50, "a").add(0, 10, "b").add(1, 20, "c").add(1, 60, "d");

    assertThat(TestPages.keys(merged(2, 100))).containsExactly("c", "a", "b", "d");
  }

  @Test
  void readsOnePageOfAPartitionAtATime() {
    for (int i = 0; i < 6; i++) {
      pages.add(0, i, "k" + i).add(1, 100 + i, "m" + i);
    }
    var merged = merged(2, 2);

    merged.poll();
    assertThat(pages.requests()).containsExactly("0:null-null/2", "1:null-null/2");
    assertThat(TestPages.keys(merged)).hasSize(11);
    assertThat(pages.requests())
        .containsExactly(
            "0:null-null/2", "1:null-null/2", "0:2-6/2", "0:4-6/2", "1:2-6/2", "1:4-6/2");
  }

  @Test
  void anEmptyPartitionHasNoEvents() {
    pages.addHole(0, 5).add(1, 1, "a");

    assertThat(TestPages.keys(merged(2, 10))).containsExactly("a");
  }

  @Test
  void givesUpOnAnOffsetThatCannotBeRead() {
    RecordPages stuck =
        (partition, from, to, limit) -> Json.json().createObjectNode().put("next", 7).put("to", 9);
    var events = new PartitionEvents(stuck, new PartitionWindow(3, 7L, null), 10);

    assertThatThrownBy(events::poll)
        .isInstanceOfSatisfying(
            CommandFailure.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.UNREACHABLE))
        .hasMessageContaining(
            "partition 3: the replay worker could not read the record at offset 7");
  }
}
