package io.reprise.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class IngestClientTest {
  @Test
  void anInterruptedBackOffEndsPublishingWithTheInterruptionAsItsCause() throws Exception {
    // Given: no service at the address, so that the client backs off after each attempt
    var client = new IngestClient(URI.create("http://127.0.0.1:" + closedPort()));
    var failure = new AtomicReference<Throwable>();
    var publisher = new Thread(() -> client.publish("orders", IngestClient.batch()));
    publisher.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
    publisher.start();

    // When
    while (publisher.isAlive() && publisher.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    publisher.interrupt();

    // Then
    publisher.join(30_000);
    assertThat(publisher.isAlive()).isFalse();
    assertThat(failure.get())
        .isInstanceOf(CommandFailure.class)
        .hasMessage("interrupted while publishing: some events may be stored")
        .hasCauseInstanceOf(InterruptedException.class)
        .extracting(thrown -> ((CommandFailure) thrown).exitCode())
        .isEqualTo(ExitCode.FAILED);
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
