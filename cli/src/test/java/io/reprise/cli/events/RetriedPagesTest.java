package io.reprise.cli.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetriedPagesTest {
  private static final CommandFailure DOWN =
      new CommandFailure(ExitCode.UNREACHABLE, "no replay worker answers");
  private static final CommandFailure CLOSED =
      new CommandFailure(ExitCode.FAILED, "the connection was closed", new IOException());
  private static final CommandFailure REFUSED =
      new CommandFailure(ExitCode.REFUSED, "offset 3 is not in the log");

  private final FakeTicker ticker = new FakeTicker();
  private final List<String> said = new ArrayList<>();
  private final Deque<CommandFailure> failures = new ArrayDeque<>();
  private final JsonNode page = Json.json().createObjectNode();
  private final RecordPages pages =
      new RetriedPages(this::answer, Duration.ofSeconds(30), said::add, ticker);

  private JsonNode answer(int partition, Long from, Long to, int limit) {
    if (!failures.isEmpty()) {
      throw failures.poll();
    }
    return page;
  }

  private JsonNode read() {
    return pages.read(0, null, null, 1);
  }

  @Test
  void repeatsARequestAndShowsTheInterruption() {
    read();
    failures.addAll(List.of(DOWN, CLOSED, DOWN));

    assertThat(read()).isSameAs(page);

    assertThat(ticker.slept())
        .containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(said)
        .containsExactly(
            "no replay worker answers. Trying again for up to 30s",
            "the replay worker answers again: reading continues");
  }

  @Test
  void givesUpAtTheLimit() {
    read();
    for (int i = 0; i < 100; i++) {
      failures.add(DOWN);
    }

    assertThatThrownBy(this::read).isSameAs(DOWN);

    assertThat(Duration.ofNanos(ticker.nanos())).isEqualTo(Duration.ofSeconds(30));
    assertThat(said).hasSize(1);
  }

  @Test
  void doesNotRepeatTheFirstRequest() {
    failures.add(DOWN);

    assertThatThrownBy(this::read).isSameAs(DOWN);
    assertThat(ticker.slept()).isEmpty();
  }

  @Test
  void doesNotRepeatARefusedRequest() {
    read();
    failures.add(REFUSED);

    assertThatThrownBy(this::read).isSameAs(REFUSED);
    assertThat(ticker.slept()).isEmpty();
  }
}
