package io.reprise.replay.failure;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.facts.TopicNotFoundException;
import io.reprise.store.object.store.ObjectMissingException;
import io.reprise.store.object.store.ObjectStoreException;
import io.reprise.store.select.SchemasUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shows guarantee 1 of docs/liveness.md. */
class FailureTableTest {
  private static final Map<Class<? extends Failure>, List<Throwable>> EXPECTED =
      Map.of(
          Failure.OfRecord.class,
          List.of(
              new RecordTooLargeException("x"),
              new RecordBatchTooLargeException("x"),
              new InvalidTimestampException("x"),
              new InvalidRecordException("x")),
          Failure.OfTarget.class,
          List.of(
              new ShardFailedException("x"),
              new OffsetNotInLogException("orders", 0, 5, new OffsetRange(7, 9)),
              new CorruptArchiveException("a", "x"),
              new ObjectMissingException("a", null),
              new TopicNotFoundException("copy"),
              new TargetRefusedException("x"),
              new InvalidTopicException("x"),
              new TopicAuthorizationException(Set.of("copy")),
              new PolicyViolationException("x"),
              new UnsupportedForMessageFormatException("x")),
          Failure.OfWorker.class,
          List.of(
              new UnknownTargetException("copy", List.of("other")),
              new TargetLoginException("x"),
              new NoRegistryException(),
              new WrongMaskKeyException("x"),
              new UncheckedIOException("x", new IOException("no space left on device")),
              new SaslAuthenticationException("x"),
              new ClusterAuthorizationException("x"),
              new GroupAuthorizationException("reprise-slots"),
              new TransactionalIdAuthorizationException("x"),
              new UnsupportedVersionException("x"),
              new ConfigException("x"),
              ObjectStoreException.fatal("access is denied", null),
              new IllegalStateException("a defect"),
              new NullPointerException()),
          Failure.Unchecked.class,
          List.of(new UncheckedPartitionException("x", new TimeoutException("y"))),
          Failure.Transient.class,
          List.of(
              new TargetUnavailableException("x"),
              new TargetLeaseLostException("r/0", 3),
              new UnprovenLeaseException("r/0", 3),
              new SchemasUnavailableException("x"),
              new StaleControlException("x"),
              new KafkaException("x"),
              new TimeoutException("x"),
              new NotLeaderOrFollowerException("x"),
              new NotEnoughReplicasException("x"),
              new UnknownTopicOrPartitionException("x"),
              new ProducerFencedException("x"),
              ObjectStoreException.retriable("s3 is away", null)));

  private record Case(Class<? extends Failure> expected, Throwable error) {}

  private static Stream<Case> cases() {
    return EXPECTED.entrySet().stream()
        .flatMap(row -> row.getValue().stream().map(error -> new Case(row.getKey(), error)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void classesTheError(Case each) {
    assertThat(Failure.of(each.error)).isInstanceOf(each.expected);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void classesTheCauseOfAKafkaExceptionThatSaysNothing(Case each) {
    var wrapped = new KafkaException("we are in an error state", each.error);

    if (isUnexpected(each.error)) {
      assertThat(Failure.of(wrapped)).isInstanceOf(Failure.Transient.class);
    } else {
      assertThat(Failure.of(wrapped)).isInstanceOf(each.expected);
      assertThat(Failure.of(wrapped).isPermanent()).isEqualTo(Failure.of(each.error).isPermanent());
    }
  }

  private static boolean isUnexpected(Throwable error) {
    return error.getClass() == IllegalStateException.class
        || error.getClass() == NullPointerException.class;
  }

  @Test
  void everyRowIsTestedAndReachable() {
    var rows = Stream.concat(FailureTable.ROWS.stream(), FailureTable.GENERAL.stream()).toList();

    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(cases().map(Case::error))
                    .as(row.type().getSimpleName())
                    .anyMatch(error -> first(rows, error) == row));
  }

  private static FailureTable.Row first(List<FailureTable.Row> rows, Throwable error) {
    return rows.stream().filter(row -> row.type().isInstance(error)).findFirst().orElse(null);
  }

  @Test
  void endsAShardForErrorsOfRecordAndTargetOnly() {
    assertThat(new Failure.OfRecord("x").isPermanent()).isTrue();
    assertThat(new Failure.OfTarget("x").isPermanent()).isTrue();
    assertThat(new Failure.OfWorker("x").isPermanent()).isFalse();
    assertThat(new Failure.Transient("x").isPermanent()).isFalse();
  }

  @Test
  void namesTheErrorAndWhatToDo() {
    assertThat(Failure.of(new TopicAuthorizationException(Set.of("copy"))).sentence())
        .isEqualTo(
            "Not authorized to access topics: [copy]: grant the workers this right by an ACL, then"
                + " retry the replay");
    assertThat(Failure.of(new ObjectMissingException("topics/orders/0.avro", null)).sentence())
        .isEqualTo(
            "object 'topics/orders/0.avro' does not exist in the store: restore it from a copy,"
                + " then retry the replay");
    assertThat(
            Failure.of(new OffsetNotInLogException("orders", 0, 5, new OffsetRange(7, 9)))
                .sentence())
        .isEqualTo(
            "offset 5 of orders-0 is not in the log, which holds [7, 9): choose a range inside it,"
                + " or replay with onMissingOffsets RECORD");
    assertThat(Failure.of(new NullPointerException()).sentence())
        .isEqualTo("unexpected error: java.lang.NullPointerException");
    assertThat(Failure.of(new TimeoutException((String) null)).sentence())
        .isEqualTo("TimeoutException");
  }
}
