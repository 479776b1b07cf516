package io.reprise.replay.coordinate;

import io.reprise.kafka.group.GroupMembers;
import io.reprise.replay.journal.ControlTopics;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka which slots each worker owns now, and supplies a placement of shards that spreads them
 * over the workers. Placement is an optimisation: if the owners are unknown, consecutive shards get
 * slots that are far apart.
 *
 * <p>Thread-safe.
 */
public final class OwnedSlotPlacement implements Supplier<ShardPlacement> {
  private static final Logger LOG = LoggerFactory.getLogger(OwnedSlotPlacement.class);

  private final Admin admin;
  private final ControlTopics topics;

  public OwnedSlotPlacement(Admin admin, ControlTopics topics) {
    this.admin = admin;
    this.topics = topics;
  }

  /**
   * Returns a placement that is based on the slots that each worker owns now. Waits at most two
   * seconds for Kafka's answer about the owners.
   */
  @Override
  public ShardPlacement get() {
    try {
      return new ShardPlacement(
          topics.slots(), GroupMembers.partitions(admin, topics.slotsGroup()));
    } catch (KafkaException e) {
      LOG.info(
          "coordinator could not read which worker owns which slot, so it spreads new shards over"
              + " all slots cause={}",
          e.toString());
      return new ShardPlacement(topics.slots(), List.of());
    }
  }
}
