package io.reprise.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.cli.command.CommandFailure;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpThreadsTest {
  @Test
  void noThreadThatDelaysTheExitIsLeftAfterARequest() {
    var client = new ServiceClient("archiver", List.of(URI.create("http://127.0.0.1:1")));
    assertThatThrownBy(() -> client.json("GET", "/", "", Duration.ofSeconds(10)))
        .isInstanceOf(CommandFailure.class);
    assertThat(HttpThreads.running()).isNotEmpty();

    HttpThreads.end();

    assertThat(HttpThreads.running()).isEmpty();
  }
}
