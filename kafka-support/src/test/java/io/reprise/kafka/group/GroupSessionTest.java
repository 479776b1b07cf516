package io.reprise.kafka.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupSessionTest {
  private static final Map<String, Object> CLIENT =
      Map.of("bootstrap.servers", "k:9092", "isolation.level", "read_uncommitted");

  @Test
  void aClassicMemberBringsItsSession() {
    var settings =
        new GroupSession("classic", Duration.ofSeconds(6)).member(CLIENT, "reprise-slots").asMap();

    assertThat(settings)
        .containsEntry("group.id", "reprise-slots")
        .containsEntry("group.protocol", "classic")
        .containsEntry("session.timeout.ms", 6_000)
        .containsEntry("heartbeat.interval.ms", 200)
        .containsEntry("bootstrap.servers", "k:9092");
    assertThat(String.valueOf(settings.get("partition.assignment.strategy")))
        .endsWith("CooperativeStickyAssignor");
  }

  @Test
  void aNewMemberLeavesItsSessionToTheBroker() {
    var settings = new GroupSession("consumer", Duration.ofSeconds(3)).member(CLIENT, "g").asMap();

    assertThat(settings)
        .containsEntry("group.protocol", "consumer")
        .doesNotContainKeys(
            "session.timeout.ms", "heartbeat.interval.ms", "partition.assignment.strategy");
  }

  @Test
  void neverCommitsByItselfNorReadsWhatMayBeAborted() {
    for (var protocol : new String[] {"classic", "consumer"}) {
      assertThat(new GroupSession(protocol, Duration.ofSeconds(6)).member(CLIENT, "g").asMap())
          .containsEntry("enable.auto.commit", "false")
          .containsEntry("isolation.level", "read_committed")
          .containsEntry("auto.offset.reset", "earliest");
    }
  }
}
