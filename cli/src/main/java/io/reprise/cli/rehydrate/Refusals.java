package io.reprise.cli.rehydrate;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.rehydrate.read.LogStalledException;
import io.reprise.rehydrate.read.TailMissingException;
import io.reprise.rehydrate.report.ModelsDifferException;
import io.reprise.rehydrate.report.RehydrationRefusedException;
import io.reprise.rehydrate.target.TargetRefusedException;
import io.reprise.rehydrate.target.TargetUnavailableException;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.schemas.registry.RegistryUnreachableException;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.facts.TopicNotFoundException;
import io.reprise.store.object.store.ObjectMissingException;
import io.reprise.store.object.store.ObjectStoreException;
import io.reprise.store.snapshot.SnapshotTopic;
import io.reprise.store.snapshot.UnusableSnapshotsException;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;

/** Maps each exception of a rehydration to the exit code of the command. */
final class Refusals {
  private Refusals() {}

  /**
   * Returns the failure with which the command ends after the exception {@code e}.
   *
   * @param kafka returns the address at which the command has tried to reach Kafka, as messages
   *     name it
   * @param settings returns how the command has tried to reach Kafka
   */
  static RuntimeException asFailure(
      RuntimeException e, Supplier<String> kafka, Supplier<KafkaConfig> settings) {
    if (e instanceof CommandFailure) {
      return e;
    }
    if (e instanceof TopicNotFoundException) {
      return as(ExitCode.NOT_FOUND, e);
    }
    if (e instanceof RehydrationRefusedException
        || e instanceof ModelsDifferException
        || e instanceof TargetRefusedException
        || e instanceof TailMissingException
        || e instanceof UnusableSnapshotsException) {
      return as(ExitCode.REFUSED, e);
    }
    if (e instanceof CorruptArchiveException) {
      return as(ExitCode.FAILED, e);
    }
    if (e instanceof ObjectMissingException) {
      return new CommandFailure(
          ExitCode.FAILED,
          e.getMessage() + ": restore it from a copy, then run the command again",
          e);
    }
    if (e instanceof TargetUnavailableException
        || e instanceof LogStalledException
        || e instanceof ObjectStoreException
        || e instanceof RegistryUnreachableException) {
      return as(ExitCode.UNREACHABLE, e);
    }
    if (e instanceof SslAuthenticationException) {
      var mismatch = ListenerProtocol.mismatch(settings.get());
      return new CommandFailure(
          ExitCode.UNREACHABLE,
          "the TLS connection to Kafka at %s failed: %s"
              .formatted(
                  kafka.get(),
                  mismatch == null
                      ? e.getMessage() + ": check the certificates under kafka.properties"
                      : mismatch),
          e);
    }
    if (e instanceof TimeoutException || e.getCause() instanceof TimeoutException) {
      return new CommandFailure(ExitCode.UNREACHABLE, unreachable(kafka.get(), settings.get()), e);
    }
    return e instanceof IllegalArgumentException ? as(ExitCode.USAGE, e) : e;
  }

  private static String unreachable(String kafka, KafkaConfig settings) {
    var mismatch = ListenerProtocol.mismatch(settings);
    return mismatch == null
        ? "Kafka did not answer in time at %s: start it, or give its address with --kafka or --config"
            .formatted(kafka)
        : "Kafka did not answer at %s: %s".formatted(kafka, mismatch);
  }

  /** Returns the failure of a rehydration from a snapshot topic that does not exist. */
  static CommandFailure noSnapshots(SnapshotTopic snapshots, TopicNotFoundException e) {
    return new CommandFailure(
        ExitCode.NOT_FOUND,
        ("topic '%s' has no snapshots of reducer %s: topic '%s' does not exist: add the topic with"
                + " this reducer to the compactor's configuration, or build from all events with"
                + " --from log")
            .formatted(snapshots.source(), snapshots.reducer(), snapshots.name()),
        e);
  }

  private static CommandFailure as(ExitCode code, RuntimeException e) {
    return new CommandFailure(code, String.valueOf(e.getMessage()), e);
  }
}
