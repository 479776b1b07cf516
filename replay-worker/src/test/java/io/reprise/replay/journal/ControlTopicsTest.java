package io.reprise.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ControlTopicsTest {

  @Test
  void namesEverythingAfterItsPrefix() {
    var topics = new ControlTopics("eu", 64);

    assertThat(topics.commands()).isEqualTo("eu.commands");
    assertThat(topics.replays()).isEqualTo("eu.replays");
    assertThat(topics.slotTable()).isEqualTo("eu.slots");
    assertThat(topics.progress()).isEqualTo("eu.progress");
    assertThat(topics.coordinatorGroup()).isEqualTo("eu-coordinator");
    assertThat(topics.slotsGroup()).isEqualTo("eu-slots");
    assertThat(topics.coordinatorTransactionalId()).isEqualTo("eu-coordinator");
    assertThat(topics.slotTransactionalId(7)).isEqualTo("eu-slot-7");
  }
}
