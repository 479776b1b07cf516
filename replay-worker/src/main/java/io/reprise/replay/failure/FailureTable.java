package io.reprise.replay.failure;

import io.reprise.replay.journal.StaleControlException;
import io.reprise.replay.select.NoRegistryException;
import io.reprise.replay.target.TargetLeaseLostException;
import io.reprise.replay.target.TargetLoginException;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetUnavailableException;
import io.reprise.replay.target.UnknownTargetException;
import io.reprise.replay.target.UnprovenLeaseException;
import io.reprise.replay.transform.WrongMaskKeyException;
import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.facts.TopicNotFoundException;
import io.reprise.store.object.store.ObjectMissingException;
import io.reprise.store.object.store.ObjectStoreException;
import io.reprise.store.select.SchemasUnavailableException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Classifies exceptions by one table. Kafka's clients wrap the errors of brokers, so a row of the
 * table matches an exception or one of its causes. The exception is tried first, then its causes in
 * order. The first match decides. The general rows are tried only if no other row matches the
 * exception or any of its causes.
 *
 * <p>Stateless and thread-safe.
 */
final class FailureTable {

  /**
   * One row of the table: which failure an exception of one class stands for.
   *
   * @param type the class of the exception
   * @param failure makes the failure from a sentence for operators
   * @param advice what the operator can do, appended to the exception's message; empty if the
   *     message itself says it
   */
  record Row(Class<? extends Throwable> type, Function<String, Failure> failure, String advice) {
    Failure of(Throwable error) {
      return failure.apply(message(error) + (advice.isEmpty() ? "" : ": " + advice));
    }
  }

  /**
   * The rows that are tried first. A row for a subclass stands before the row for its superclass.
   */
  static final List<Row> ROWS =
      List.of(
          record(RecordTooLargeException.class),
          record(RecordBatchTooLargeException.class),
          record(InvalidTimestampException.class),
          record(InvalidRecordException.class),
          target(ShardFailedException.class, ""),
          target(
              OffsetNotInLogException.class,
              "choose a range inside it, or replay with onMissingOffsets RECORD"),
          target(CorruptArchiveException.class, ""),
          target(ObjectMissingException.class, "restore it from a copy, then retry the replay"),
          target(TopicNotFoundException.class, ""),
          target(TargetRefusedException.class, ""),
          target(InvalidTopicException.class, "correct the name of the topic"),
          target(
              TopicAuthorizationException.class,
              "grant the workers this right by an ACL, then retry the replay"),
          target(PolicyViolationException.class, "the policy of the cluster forbids the write"),
          target(UnsupportedForMessageFormatException.class, ""),
          new Row(UncheckedPartitionException.class, Failure.Unchecked::new, ""),
          worker(UnknownTargetException.class),
          worker(TargetLoginException.class),
          worker(NoRegistryException.class),
          worker(WrongMaskKeyException.class),
          worker(UncheckedIOException.class),
          worker(AuthenticationException.class),
          worker(AuthorizationException.class),
          worker(UnsupportedVersionException.class),
          worker(ConfigException.class));

  /** The general rows, which decide if no row of {@link #ROWS} matches. */
  static final List<Row> GENERAL =
      List.of(
          new Row(StaleControlException.class, Failure.Transient::new, ""),
          new Row(TargetUnavailableException.class, Failure.Transient::new, ""),
          new Row(TargetLeaseLostException.class, Failure.Transient::new, ""),
          new Row(UnprovenLeaseException.class, Failure.Transient::new, ""),
          new Row(SchemasUnavailableException.class, Failure.Transient::new, ""),
          new Row(KafkaException.class, Failure.Transient::new, ""));

  private FailureTable() {}

  private static Row record(Class<? extends Throwable> type) {
    return new Row(
        type, Failure.OfRecord::new, "the target topic does not accept a record of this shard");
  }

  private static Row target(Class<? extends Throwable> type, String advice) {
    return new Row(type, Failure.OfTarget::new, advice);
  }

  private static Row worker(Class<? extends Throwable> type) {
    return new Row(type, Failure.OfWorker::new, "");
  }

  /**
   * Classifies an exception. An exception that no row names is unexpected: it counts as an error of
   * this worker, so that other workers try the shard before the replay fails.
   */
  static Failure classify(Throwable error) {
    return first(ROWS, error)
        .or(() -> ofStore(error))
        .or(() -> first(GENERAL, error))
        .orElseGet(() -> new Failure.OfWorker("unexpected error: " + error));
  }

  private static Optional<Failure> first(List<Row> rows, Throwable error) {
    return chain(error)
        .flatMap(e -> rows.stream().filter(row -> row.type.isInstance(e)).map(row -> row.of(e)))
        .findFirst();
  }

  /**
   * Classifies an error of the object store; empty for any other exception. The error says whether
   * a retry helps. If a retry does not help, the error counts as an error of this worker.
   */
  private static Optional<Failure> ofStore(Throwable error) {
    return chain(error)
        .filter(ObjectStoreException.class::isInstance)
        .map(ObjectStoreException.class::cast)
        .<Failure>map(
            e ->
                e.retriable()
                    ? new Failure.Transient(message(e))
                    : new Failure.OfWorker(message(e)))
        .findFirst();
  }

  /** Returns the exception and its causes, the exception itself first. */
  private static Stream<Throwable> chain(Throwable error) {
    return Stream.iterate(error, e -> e != null, Throwable::getCause);
  }

  private static String message(Throwable error) {
    var message = error.getMessage();
    return message == null ? error.getClass().getSimpleName() : message;
  }
}
