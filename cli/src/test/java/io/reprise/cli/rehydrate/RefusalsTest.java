package io.reprise.cli.rehydrate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.store.facts.TopicNotFoundException;
import io.reprise.store.fold.ReducerId;
import io.reprise.store.object.store.ObjectMissingException;
import io.reprise.store.snapshot.SnapshotTopic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {
  private static final KafkaConfig KAFKA = new KafkaConfig("127.0.0.1:1", null);
  private static final TimeoutException SILENT =
      new TimeoutException("Timed out waiting for a node assignment. Call: listNodes");

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSilentClusterIsNamedByItsAddressAndNotByTheCall(boolean isWrapped) {
    var thrown = isWrapped ? new KafkaException("cannot list", SILENT) : SILENT;

    var failure = (CommandFailure) Refusals.asFailure(thrown, KAFKA::bootstrapServers, () -> KAFKA);

    assertThat(failure.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(failure)
        .hasMessage(
            "Kafka did not answer in time at 127.0.0.1:1: start it, or give its address with"
                + " --kafka or --config");
  }

  @Test
  void aClientThatSpeaksAnotherProtocolThanTheListenerIsNamed() throws Exception {
    var factory = SSLContext.getDefault().getServerSocketFactory();
    var loopback = InetAddress.getLoopbackAddress();
    try (var tls = factory.createServerSocket(0, 8, loopback);
        var plain = new ServerSocket(0, 8, loopback)) {
      serve(tls, connection -> ((SSLSocket) connection).startHandshake());
      serve(plain, connection -> connection.getOutputStream().write("no TLS\n".getBytes(UTF_8)));

      assertThat(Refusals.asFailure(SILENT, () -> "", () -> kafka(tls, "SASL_PLAINTEXT")))
          .hasMessageContaining(
              "this listener speaks TLS, and security.protocol is SASL_PLAINTEXT: set it to SASL_SSL");
      assertThat(Refusals.asFailure(SILENT, () -> "", () -> kafka(plain, "SSL")))
          .hasMessageContaining(
              "this listener does not speak TLS, and security.protocol is SSL: set it to PLAINTEXT");
      assertThat(
              Refusals.asFailure(
                  new SslAuthenticationException("handshake failed"),
                  () -> "",
                  () -> kafka(tls, "SSL")))
          .hasMessageContaining("failed: handshake failed: check the certificates");
      assertThat(Refusals.asFailure(SILENT, () -> "", () -> kafka(tls, "SSL")))
          .hasMessageContaining("did not answer in time");
    }
  }

  private static KafkaConfig kafka(ServerSocket listener, String protocol) {
    return new KafkaConfig(
        "127.0.0.1:" + listener.getLocalPort(), Map.of("security.protocol", protocol));
  }

  private interface Answer {
    void to(Socket connection) throws IOException;
  }

  private static void serve(ServerSocket listener, Answer answer) {
    var connections =
        new Thread(
            () -> {
              while (!listener.isClosed()) {
                try (var connection = listener.accept()) {
                  answer.to(connection);
                } catch (IOException e) {
                  // The client closed the connection, or the listener was closed.
                }
              }
            });
    connections.setDaemon(true);
    connections.start();
  }

  @Test
  void aMissingObjectIsDamageThatARetryAloneDoesNotEnd() {
    var failure =
        (CommandFailure)
            Refusals.asFailure(
                new ObjectMissingException("topics/o/0.avro", null),
                KAFKA::bootstrapServers,
                () -> KAFKA);

    assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(failure)
        .hasMessage(
            "object 'topics/o/0.avro' does not exist in the store: restore it from a copy, then run"
                + " the command again");
  }

  @Test
  void missingSnapshotsAreNotATopicToCreate() {
    var snapshots = new SnapshotTopic("payments", new ReducerId("latest", 1));

    var failure =
        Refusals.noSnapshots(snapshots, new TopicNotFoundException("payments.snapshots.latest.v1"));

    assertThat(failure.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(failure)
        .hasMessageContaining("topic 'payments' has no snapshots of reducer latest.v1")
        .hasMessageContaining("the compactor's configuration")
        .hasMessageContaining("--from log")
        .hasMessageNotContaining("create it");
  }

  @Test
  void anUndoIsShownAsATable() {
    var undone = ReportView.ofUndo("users", 3);

    assertThat(ReportView.UNDONE)
        .extracting(column -> column.header() + "=" + column.cell().apply(undone))
        .containsExactly("read model=users", "visible version=3");
  }

  @Test
  void anInvalidArgumentIsAnErrorOfTheCommandLine() {
    var failure =
        (CommandFailure)
            Refusals.asFailure(
                new IllegalArgumentException("threads is 0"), KAFKA::bootstrapServers, () -> KAFKA);

    assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(failure).hasMessage("threads is 0");
  }
}
