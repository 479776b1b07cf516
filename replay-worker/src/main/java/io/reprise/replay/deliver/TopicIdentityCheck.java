package io.reprise.replay.deliver;

import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.time.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Checks whether a topic still has the id that a plan names. Kafka never gives the same id to two
 * topics, so another id means that the topic was deleted and created again. Confined to one thread.
 */
final class TopicIdentityCheck {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  /**
   * How long to wait before the id is requested again: brokers may need this time to learn of a new
   * topic.
   */
  private static final Duration CONFIRM_AFTER = Duration.ofMillis(500);

  /** Stands in place of the id of a topic that does not exist. */
  private static final String NO_TOPIC = "";

  private final TopicIdentities topics;
  private final Ticker ticker;
  private final String role;
  private final String name;
  private final String plannedId;

  /**
   * Creates a check of one topic.
   *
   * @param role what the topic is to the replay, for error messages, such as "target topic"
   * @param plannedId the topic's id in the plan
   */
  TopicIdentityCheck(
      TopicIdentities topics, Ticker ticker, String role, String name, String plannedId) {
    this.topics = topics;
    this.ticker = ticker;
    this.role = role;
    this.name = name;
    this.plannedId = plannedId;
  }

  /** What has happened to the topic since the plan was made. */
  enum Finding {
    SAME,
    DELETED,
    CREATED_AGAIN
  }

  /** Requests the present id of the topic. Returns without waiting for the answer. */
  CompletionStage<String> ask() {
    return topics.idOf(name);
  }

  /**
   * Waits for the topic id that {@link #ask} has requested, and compares it with the id in the
   * plan. If they differ, a second request half a second later confirms the answer, because a
   * broker may not know a new topic yet.
   *
   * @throws KafkaException when there is no answer in time, or when two brokers gave different
   *     answers; a retry of the slice is safe
   */
  Finding find(CompletionStage<String> asked) {
    var id = answer(asked);
    if (id.equals(plannedId)) {
      return Finding.SAME;
    }
    ticker.sleep(CONFIRM_AFTER);
    if (!answer(ask()).equals(id)) {
      throw new KafkaException("brokers gave different answers about " + role + " '" + name + "'");
    }
    return id.equals(NO_TOPIC) ? Finding.DELETED : Finding.CREATED_AGAIN;
  }

  private String answer(CompletionStage<String> asked) {
    try {
      return KafkaAnswer.of(asked.toCompletableFuture(), ANSWER_LIMIT);
    } catch (UnknownTopicOrPartitionException e) {
      return NO_TOPIC;
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new KafkaException("identity of " + role + " '" + name + "' is unknown", e);
    }
  }
}
