package io.reprise.cli.rehydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.store.facts.TopicNotFoundException;
import io.reprise.store.fold.ReducerId;
import io.reprise.store.object.store.ObjectMissingException;
import io.reprise.store.snapshot.SnapshotTopic;
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
        (CommandFailure) Refusals.asFailure(new IllegalArgumentException("threads is 0"), () -> "");

    assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(failure).hasMessage("threads is 0");
  }
}
