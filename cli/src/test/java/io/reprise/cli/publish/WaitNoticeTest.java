package io.reprise.cli.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitNoticeTest {
  private final List<String> said = new ArrayList<>();
  private final WaitNotice notice = new WaitNotice(said::add, () -> "Kafka does not answer");

  @AfterEach
  void close() {
    notice.close();
  }

  private void ticks(int count) {
    for (int i = 0; i < count; i++) {
      notice.tick();
    }
  }

  @Test
  void saysHowLongTheCommandWaitsAndWhatTheHealthCheckTells() {
    notice.waiting();
    ticks(6);

    assertThat(said)
        .containsExactly(
            "waiting for the ingest service, 2 s",
            "waiting for the ingest service, 3 s",
            "waiting for the ingest service, 4 s",
            "the ingest service has not answered for 5 s: Kafka does not answer",
            "waiting for the ingest service, 6 s");
  }

  @Test
  void saysNothingBeforeTheFirstAnswerIsAwaitedAndAfterItArrives() {
    ticks(5);
    notice.waiting();
    ticks(1);
    notice.answered();
    ticks(5);

    assertThat(said).isEmpty();
  }

  @Test
  void saysWhyTheCommandTriesAgain() {
    notice.waiting();
    notice.retrying("Kafka is slow");
    ticks(2);
    notice.waiting();
    ticks(2);

    assertThat(said)
        .containsExactly("trying again, 2 s: Kafka is slow", "waiting for the ingest service, 2 s");
  }
}
