package io.reprise.cli.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.cli.command.CommandFailure;
import io.reprise.runtime.json.Json;
import io.reprise.store.OffsetRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicTailTest {
  private static final EventFilter ALL = new EventFilter(Set.of(), Set.of());

  private final TestPages pages = new TestPages();
  private final FakeTicker ticker = new FakeTicker();

  private TopicTail tail(EventFilter filter) {
    return new TopicTail(pages, filter, ticker);
  }

  private static List<String> keys(Collection<StoredEvent> events) {
    return events.stream().map(e -> e.json().path("key").asText()).toList();
  }

  @Test
  void findsTheLastEventsOfAllPartitionsByTime() {
    pages.add(0, 1, "a").add(0, 4, "d").add(1, 2, "b").add(1, 3, "c").add(1, 5, "e");

    var last = tail(ALL).last(ranges(2, 3), 3);

    assertThat(keys(last)).containsExactly("c", "d", "e");
  }

  @Test
  void readsOlderOffsetsUntilEnoughEventsMatch() {
    pages.add(0, 1, "wanted").add(0, 2, "wanted");
    pages.addHole(0, 200);
    pages.add(0, 3, "other").add(0, 4, "wanted");

    var last = tail(new EventFilter(Set.of("wanted"), Set.of())).last(ranges(204), 2);

    assertThat(last.stream().map(StoredEvent::offset)).containsExactly(1L, 203L);
    assertThat(pages.requests())
        .containsExactly("0:184-204/500", "0:144-184/500", "0:64-144/500", "0:0-64/500");
  }

  @Test
  void fewerEventsThanWantedAreAllOfThem() {
    pages.add(0, 1, "a");

    assertThat(keys(tail(ALL).last(ranges(1), 50))).containsExactly("a");
    assertThat(tail(ALL).last(ranges(1), 0)).isEmpty();
  }

  @Test
  void followsFromTheEndAndRestsWhenThereIsNothingNew() {
    pages.add(0, 1, "old").addHole(1, 1);
    var seen = new ArrayList<StoredEvent>();
    var rounds = new ArrayList<Integer>();

    assertThatThrownBy(
            () ->
                tail(ALL)
                    .follow(
                        ranges(1, 1),
                        seen::add,
                        () -> {
                          rounds.add(seen.size());
                          switch (rounds.size()) {
                            case 1 -> pages.add(1, 9, "late").add(0, 8, "early");
                            case 4 -> throw new IllegalStateException("enough");
                            default -> {}
                          }
                        }))
        .hasMessage("enough");

    assertThat(keys(seen)).containsExactly("early", "late");
    assertThat(rounds).containsExactly(0, 2, 2, 2);
    assertThat(ticker.slept()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
  }

  @Test
  void readsFromTheArchiveWhereItBeginsBeforeKafka() throws Exception {
    var topic =
        Json.json()
            .readTree(
                """
                {"topic":"o","partitions":[
                  {"partition":0,"logStart":10,"committedEnd":12,"archived":{"from":3,"to":11}},
                  {"partition":1,"logStart":4,"committedEnd":9,"archived":{"from":0,"to":0}}]}
                """);

    assertThat(tail(ALL).ends(topic, List.of()))
        .isEqualTo(Map.of(0, new OffsetRange(3, 12), 1, new OffsetRange(4, 9)));
    assertThat(tail(ALL).ends(topic, List.of(1))).containsOnlyKeys(1);
    assertThatThrownBy(() -> tail(ALL).ends(topic, List.of(2)))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("partition 2 does not exist: topic 'o' has partitions 0 to 1");
  }

  private static Map<Integer, OffsetRange> ranges(long... ends) {
    var ranges = new java.util.TreeMap<Integer, OffsetRange>();
    for (int p = 0; p < ends.length; p++) {
      ranges.put(p, new OffsetRange(0, ends[p]));
    }
    return ranges;
  }
}
