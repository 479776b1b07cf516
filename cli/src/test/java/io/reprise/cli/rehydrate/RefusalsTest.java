package io.reprise.cli.rehydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.store.object.store.ObjectMissingException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {
  private static final TimeoutException SILENT =
      new TimeoutException("Timed out waiting for a node assignment. Call: listNodes");

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSilentClusterIsNamedByItsAddressAndNotByTheCall(boolean isWrapped) {
    var thrown = isWrapped ? new KafkaException("cannot list", SILENT) : SILENT;

    var failure = (CommandFailure) Refusals.asFailure(thrown, () -> "127.0.0.1:19092");

    assertThat(failure.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(failure)
        .hasMessage(
            "Kafka did not answer in time at 127.0.0.1:19092: start it, or give its address with"
                + " --kafka or --config");
  }

  @Test
  void aMissingObjectIsDamageThatARetryAloneDoesNotEnd() {
    var failure =
        (CommandFailure)
            Refusals.asFailure(new ObjectMissingException("topics/o/0.avro", null), () -> "");

    assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(failure)
        .hasMessage(
            "object 'topics/o/0.avro' does not exist in the store: restore it from a copy, then run"
                + " the command again");
  }

  @Test
  void anInvalidArgumentIsAnErrorOfTheCommandLine() {
    var failure =
        (CommandFailure) Refusals.asFailure(new IllegalArgumentException("threads is 0"), () -> "");

    assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(failure).hasMessage("threads is 0");
  }
}
