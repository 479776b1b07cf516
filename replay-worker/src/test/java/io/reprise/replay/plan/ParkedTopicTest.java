package io.reprise.replay.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ParkedTopicTest {
  private static final ParkedTopic TOPIC =
      new ParkedTopic("copies.parked", "id-1", 1_000, Map.of(0, 7L, 1, 0L));

  @Test
  void hasTheNameOfTheTargetsTopicOrElseOfTheTarget() {
    assertThat(ParkedTopic.nameFor("copy", "copies")).isEqualTo("copies.parked");
    assertThat(ParkedTopic.nameFor("hook", null)).isEqualTo("hook.parked");
  }

  @Test
  void spreadsSourcePartitionsOverItsPartitions() {
    assertThat(TOPIC.partitionFor(0)).isZero();
    assertThat(TOPIC.partitionFor(5)).isOne();
  }

  @Test
  void saysWhatIsGoneWithADeletedTopic() {
    assertThat(TOPIC.deleted(3))
        .isEqualTo(
            "parked topic 'copies.parked' was deleted since the plan, and with it 3 parked"
                + " records: start a new replay");
    assertThat(TOPIC.recreated(0))
        .isEqualTo(
            "parked topic 'copies.parked' was deleted and created again since the plan: start a"
                + " new replay");
  }
}
