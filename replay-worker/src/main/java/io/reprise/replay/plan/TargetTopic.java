package io.reprise.replay.plan;

/**
 * The topic that a replay writes to, as it was when the plan was made. Kafka never gives the same
 * id to two topics. If a topic of this name has another id later, the planned topic was deleted,
 * and the copies in it are gone. The replay then cannot continue.
 *
 * @param name name of the topic
 * @param id Kafka's id of the topic
 */
public record TargetTopic(String name, String id) {

  /**
   * Returns why the replay fails when the target topic was deleted and created again, and so has
   * another id now.
   *
   * @param delivered number of records that the replay, or one of its shards, has delivered
   */
  public String recreated(long delivered) {
    return "target topic '%s' was deleted and created again since the plan: %sstart a new replay"
        .formatted(
            name,
            delivered == 0
                ? ""
                : "of %d delivered records, those in the deleted topic are gone; "
                    .formatted(delivered));
  }

  /**
   * Returns why the replay fails when its target topic no longer exists.
   *
   * @param delivered number of records that the replay, or one of its shards, has delivered
   */
  public String deleted(long delivered) {
    return "target topic '%s' was deleted since the plan%s: start a new replay"
        .formatted(
            name, delivered == 0 ? "" : ", and with it %d delivered records".formatted(delivered));
  }
}
