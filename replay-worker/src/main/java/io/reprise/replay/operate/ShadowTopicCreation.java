package io.reprise.replay.operate;

import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import io.reprise.replay.plan.PlanRefusedException;
import io.reprise.replay.plan.ShadowTopic;
import io.reprise.replay.target.ReplayTarget;
import io.reprise.replay.target.TargetFacts;
import io.reprise.store.facts.TopicNotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates shadow topics: topics that do not exist and to which a replay delivers. Thread-safe.
 *
 * @param admin the client that creates the topics; the caller closes it
 */
public record ShadowTopicCreation(Admin admin) {
  private static final Duration VISIBLE_LIMIT = Duration.ofSeconds(10);
  private static final Duration CHECK_AGAIN = Duration.ofMillis(20);

  /** Whether this worker has created a topic, or another client has created it before. */
  enum Result {
    CREATED,
    EXISTED
  }

  /**
   * Returns the facts of a target whose topic may be created; empty if the topic does not exist.
   *
   * @throws PlanRefusedException when the worker may not describe the topic; the message names the
   *     rights
   */
  static Optional<TargetFacts> existing(ReplayTarget target, String topic) {
    try {
      return Optional.of(target.facts());
    } catch (TopicNotFoundException e) {
      return Optional.empty();
    } catch (AuthorizationException e) {
      throw notAuthorized("read", topic, e);
    }
  }

  /**
   * Checks whether Kafka would create the topic. Creates nothing.
   *
   * @throws PlanRefusedException when Kafka would refuse the topic; the message says why
   */
  void validate(ShadowTopic topic) {
    ask(topic, new CreateTopicsOptions().validateOnly(true));
  }

  /**
   * Creates the topic. A retry is safe, because an existing topic stays as it is.
   *
   * @throws PlanRefusedException when Kafka refuses the topic; the message says why
   * @throws ShadowTopicUnknownException when Kafka does not answer in time
   */
  Result create(ShadowTopic topic) {
    try {
      return ask(topic, new CreateTopicsOptions());
    } catch (TimeoutException e) {
      throw new ShadowTopicUnknownException(topic.name(), e);
    }
  }

  private Result ask(ShadowTopic topic, CreateTopicsOptions options) {
    var wanted =
        new NewTopic(topic.name(), topic.partitions(), (short) topic.replicas())
            .configs(topic.settings());
    try {
      KafkaAnswer.of(admin.createTopics(List.of(wanted), options).all());
      return Result.CREATED;
    } catch (TopicExistsException e) {
      return Result.EXISTED;
    } catch (AuthorizationException e) {
      throw notAuthorized("create", topic.name(), e);
    } catch (RetriableException e) {
      throw e;
    } catch (ApiException e) {
      throw refused(
          "Kafka refuses to create topic '%s': %s".formatted(topic.name(), e.getMessage()), e);
    }
  }

  /**
   * Waits until a broker knows a topic that was created a moment ago, and returns the facts of its
   * target. Kafka acknowledges the creation of a topic before every broker knows the topic.
   *
   * @throws ShadowTopicUnknownException when no broker knew the topic within 10 s
   */
  static TargetFacts await(ReplayTarget target, String topic) {
    var deadline = Deadline.after(VISIBLE_LIMIT);
    while (true) {
      try {
        return target.facts();
      } catch (TopicNotFoundException | UnknownTopicOrPartitionException e) {
        if (deadline.isPassed()) {
          throw new ShadowTopicUnknownException(topic, e);
        }
        Interruption.sleep(CHECK_AGAIN);
      }
    }
  }

  private static PlanRefusedException notAuthorized(
      String verb, String topic, AuthorizationException cause) {
    return refused(
        "the workers may not %s topic '%s' (%s): allow their Kafka user CREATE, DESCRIBE, DESCRIBE_CONFIGS, READ and WRITE on it"
            .formatted(verb, topic, cause.getMessage()),
        cause);
  }

  private static PlanRefusedException refused(String message, RuntimeException cause) {
    var refused = new PlanRefusedException(message);
    refused.initCause(cause);
    return refused;
  }
}
