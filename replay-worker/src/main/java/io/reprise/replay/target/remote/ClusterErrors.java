package io.reprise.replay.target.remote;

import io.reprise.replay.target.TargetLoginException;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetUnavailableException;
import io.reprise.store.facts.TopicNotFoundException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Turns an error of the target's cluster into an exception that names the target and says what to
 * do. An exception of Kafka's clients would be taken for an error of the workers' own cluster: a
 * wrong password of one target would make a worker give up all its slots. Stateless.
 *
 * @param target name of the target in the configuration
 */
record ClusterErrors(String target) {

  /** Carries out a request to the target's cluster and turns its exception. */
  <T> T during(Supplier<T> request) {
    try {
      return request.get();
    } catch (RuntimeException e) {
      throw of(e);
    }
  }

  /** Returns whether an error says that another producer has taken the transactional id. */
  static boolean isFenced(RuntimeException error) {
    return find(error, ProducerFencedException.class).isPresent()
        || find(error, InvalidProducerEpochException.class).isPresent()
        || find(error, InvalidPidMappingException.class).isPresent();
  }

  /**
   * Returns the exception to throw for an error. Errors of one record, interrupts and errors that
   * are not Kafka's stay as they are.
   */
  RuntimeException of(RuntimeException error) {
    if (find(error, InterruptException.class).isPresent() || isOfRecord(error)) {
      return error;
    }
    if (error instanceof TopicNotFoundException
        || find(error, UnknownTopicOrPartitionException.class).isPresent()) {
      return refused(error, "lacks a topic", "create it there, or correct the target's topics");
    }
    if (find(error, AuthenticationException.class).isPresent()) {
      return new TargetLoginException(
          sentence(error, "does not let this worker in", "correct the target's properties"), error);
    }
    if (find(error, AuthorizationException.class).isPresent()) {
      return refused(
          error,
          "refuses a right",
          "grant Read, Write and Describe on the topic and the lease topic, and Write and Describe"
              + " on transactional ids with the prefix '"
              + LeaseTransactions.ID_PREFIX
              + "'");
    }
    if (find(error, UnsupportedVersionException.class).isPresent()) {
      return refused(error, "is too old", "upgrade its brokers");
    }
    if (find(error, PolicyViolationException.class).isPresent()) {
      return refused(error, "has a policy that forbids the write", "change the policy");
    }
    return ofConnection(error);
  }

  private RuntimeException ofConnection(RuntimeException error) {
    var config = find(error, ConfigException.class);
    if (config.isPresent()) {
      // A name that DNS does not know at the moment is reported as a wrong setting.
      var message = String.valueOf(config.get().getMessage());
      return message.contains("bootstrap")
          ? unavailable(message)
          : new ConfigException(sentence(config.get(), "has a wrong setting", "correct it"));
    }
    return error instanceof KafkaException
        ? unavailable(String.valueOf(error.getMessage()))
        : error;
  }

  /** Returns an exception without cause, because causes are classified too. */
  private TargetUnavailableException unavailable(String message) {
    return new TargetUnavailableException(
        "the cluster of target '%s' does not answer, or ended a transaction (%s)"
            .formatted(target, message));
  }

  private TargetRefusedException refused(RuntimeException error, String what, String remedy) {
    return new TargetRefusedException(sentence(error, what, remedy), error);
  }

  private String sentence(RuntimeException error, String what, String remedy) {
    return "the cluster of target '%s' %s (%s): %s"
        .formatted(target, what, error.getMessage(), remedy);
  }

  private static boolean isOfRecord(RuntimeException error) {
    return find(error, RecordTooLargeException.class).isPresent()
        || find(error, RecordBatchTooLargeException.class).isPresent()
        || find(error, InvalidTimestampException.class).isPresent()
        || find(error, InvalidRecordException.class).isPresent();
  }

  private static <T extends Throwable> Optional<T> find(Throwable error, Class<T> type) {
    return Stream.iterate(error, e -> e != null, Throwable::getCause)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
