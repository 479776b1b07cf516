package io.reprise.archiver.topic;

import io.reprise.store.facts.TopicInspector;
import io.reprise.store.facts.TopicNotFoundException;
import io.reprise.store.object.s3.StoreProbe;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The configured topics, split into topics that can be archived as configured and topics that
 * cannot.
 *
 * @param accepted the settings of the topics that can be archived, by topic
 * @param refused for each topic that cannot be archived, the reason, as a sentence for operators
 */
public record ArchivedTopics(Map<String, TopicConfig> accepted, Map<String, String> refused) {

  /**
   * Checks for each configured topic whether the cluster and the store allow it to be archived.
   *
   * @param store the result of probing the store
   */
  public static ArchivedTopics of(
      Map<String, TopicConfig> configured, TopicInspector topics, StoreProbe.Result store) {
    var accepted = new TreeMap<String, TopicConfig>();
    var refused = new TreeMap<String, String>();
    configured.forEach(
        (topic, config) ->
            refusalReason(topic, config, topics, store)
                .ifPresentOrElse(
                    reason -> refused.put(topic, reason), () -> accepted.put(topic, config)));
    return new ArchivedTopics(accepted, refused);
  }

  private static Optional<String> refusalReason(
      String topic, TopicConfig config, TopicInspector topics, StoreProbe.Result store) {
    if (config.mode() == ArchiveMode.MOVE && !store.createOnly()) {
      return Optional.of(
          "topic '%s' cannot be moved: the store does not enforce create-only PUTs (If-None-Match), so two archivers could overwrite each other; use another store, or mode COPY"
              .formatted(topic));
    }
    try {
      return TopicPolicyCheck.refusalReason(topic, config, topics.policy(topic));
    } catch (TopicNotFoundException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
