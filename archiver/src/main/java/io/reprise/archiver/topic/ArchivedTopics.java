package io.reprise.archiver.topic;

import io.reprise.store.facts.TopicInspector;
import io.reprise.store.facts.TopicNotFoundException;
import io.reprise.store.object.s3.StoreProbe;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides which configured topics can be archived as configured.
 *
 * @param accepted by name
 * @param refused the sentence why not, by name
 */
public record ArchivedTopics(Map<String, TopicConfig> accepted, Map<String, String> refused) {

  /** Asks the cluster about each topic. */
  public static ArchivedTopics of(
      Map<String, TopicConfig> configured, TopicInspector topics, StoreProbe.Result store) {
    var accepted = new TreeMap<String, TopicConfig>();
    var refused = new TreeMap<String, String>();
    configured.forEach(
        (topic, config) ->
            objection(topic, config, topics, store)
                .ifPresentOrElse(
                    why -> refused.put(topic, why), () -> accepted.put(topic, config)));
    return new ArchivedTopics(accepted, refused);
  }

  private static Optional<String> objection(
      String topic, TopicConfig config, TopicInspector topics, StoreProbe.Result store) {
    if (config.mode() == ArchiveMode.MOVE && !store.createOnly()) {
      return Optional.of(
          "topic '%s' cannot be moved: the store does not enforce create-only PUTs (If-None-Match), so two archivers could overwrite each other; use another store, or mode COPY"
              .formatted(topic));
    }
    try {
      return TopicPolicyCheck.objection(topic, config, topics.policy(topic));
    } catch (TopicNotFoundException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
