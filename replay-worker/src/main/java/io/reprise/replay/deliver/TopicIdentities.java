package io.reprise.replay.deliver;

import java.util.concurrent.CompletionStage;

/** Asks the cluster for the id that a topic has now. Thread-safe. */
@FunctionalInterface
public interface TopicIdentities {

  /**
   * Requests the id of the topic that has this name now. Returns without waiting for the answer.
   *
   * @return the future id; it fails with {@code UnknownTopicOrPartitionException} if no topic has
   *     this name
   */
  CompletionStage<String> idOf(String topic);
}
