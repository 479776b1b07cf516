package io.reprise.replay.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MoveRulesTest {
  private final MoveRules rules = new MoveRules(Set.of("reprise-slots"));

  private static KafkaGroups.Standing group(String id, GroupType type, GroupState state) {
    return new KafkaGroups.Standing(id, type, state, 0, false);
  }

  @ParameterizedTest
  @CsvSource({
    "SHARE, kafka-share-groups.sh",
    "STREAMS, kafka-streams-application-reset.sh",
    "UNKNOWN, Kafka's own tools"
  })
  void refusesGroupsWhoseOffsetsAreNotAllOfTheirState(GroupType type, String advice) {
    assertThat(rules.forbidden(group("readers", type, GroupState.EMPTY)).orElseThrow())
        .contains("'readers'", advice);
  }

  @ParameterizedTest
  @EnumSource(
      value = GroupType.class,
      names = {"CLASSIC", "CONSUMER"})
  void allowsConsumerGroupsOfBothProtocolsButNotThoseOfTheWorkers(GroupType type) {
    assertThat(rules.forbidden(group("readers", type, GroupState.EMPTY))).isEmpty();
    assertThat(rules.forbidden(group("reprise-slots", type, GroupState.EMPTY))).isPresent();
  }

  @ParameterizedTest
  @EnumSource(GroupState.class)
  void aGroupIsLiveUnlessKafkaSaysThatItIsEmpty(GroupState state) {
    boolean isEmpty = state == GroupState.EMPTY || state == GroupState.DEAD;

    assertThat(MoveRules.live(group("readers", GroupType.CONSUMER, state)).isEmpty())
        .isEqualTo(isEmpty);
  }

  @Test
  void anEmptyGroupWithAMemberIsLive() {
    var joining =
        new KafkaGroups.Standing("readers", GroupType.CLASSIC, GroupState.EMPTY, 1, false);

    assertThat(MoveRules.live(joining)).isPresent();
  }
}
