package io.reprise.replay.operate;

/**
 * Thrown when Kafka has not said in time whether a topic was created for a replay. The replay was
 * not created. A retry is safe: it uses the topic if the topic exists.
 */
public final class ShadowTopicUnknownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ShadowTopicUnknownException(String topic, RuntimeException cause) {
    super(
        "Kafka did not answer in time whether topic '%s' was created: no replay was created, so retry the request, which uses the topic if it exists"
            .formatted(topic),
        cause);
  }
}
