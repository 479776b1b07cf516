package io.reprise.replay.deliver;

import java.util.concurrent.CompletionStage;

/** Tells the present identity of a topic. Thread-safe. */
@FunctionalInterface
public interface TopicIdentities {

  /**
   * Asks for the id that the cluster gave the topic of this name when it was created. Does not
   * wait.
   *
   * @return fails with {@code UnknownTopicOrPartitionException} when there is no such topic
   */
  CompletionStage<String> idOf(String topic);
}
