package io.reprise.kafka.group;

import io.reprise.kafka.client.ConsumerRole;
import io.reprise.kafka.client.KafkaAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session timeout of a group's members, and the group protocol with which the broker allows
 * this timeout. A member that sends no heartbeats keeps its partitions for the session timeout.
 *
 * <p>The classic protocol is used if the broker allows the wanted timeout with it; Kafka's default
 * minimum is 6 s. Otherwise the protocol of KIP-848 is used, for which the broker has another
 * minimum, by default 45 s. The classic protocol is preferred because a KIP-848 member takes all
 * free processor time while no broker can be reached. It thereby delays a broker that starts on the
 * same machine.
 *
 * @param protocol {@code consumer} for the protocol of KIP-848, or {@code classic}
 * @param session session timeout of the members
 */
public record GroupSession(String protocol, Duration session) {
  private static final Logger LOG = LoggerFactory.getLogger(GroupSession.class);
  private static final Duration DEFAULT_CLASSIC_MINIMUM = Duration.ofSeconds(6);
  private static final Duration LONGEST_HEARTBEAT = Duration.ofMillis(200);
  private static final String CLASSIC_MINIMUM = "group.min.session.timeout.ms";

  /**
   * Asks the cluster which protocol allows the wanted session timeout. If neither protocol allows
   * it, returns the classic protocol with the shortest timeout that the broker allows. If the
   * broker does not report its shortest timeout, Kafka's default of 6 s is assumed.
   *
   * <p>With KIP-848, the broker stores the session timeout of each group. If this method returns
   * that protocol, it has also set the timeout of {@code groups} on the broker.
   *
   * @param groups ids of the groups that will have this session
   * @param wanted the wanted session timeout
   */
  public static GroupSession negotiate(Admin admin, List<String> groups, Duration wanted) {
    var negotiated = choose(admin, groups, wanted);
    LOG.info(
        "protocol and session timeout of consumer groups were chosen groups={} protocol={}"
            + " sessionMs={}",
        groups,
        negotiated.protocol(),
        negotiated.session().toMillis());
    return negotiated;
  }

  private static GroupSession choose(Admin admin, List<String> groups, Duration wanted) {
    var minimum = classicMinimum(admin);
    if (minimum.compareTo(wanted) <= 0) {
      return new GroupSession("classic", wanted);
    }
    return groups.stream().allMatch(group -> acceptsKip848(admin, group, wanted))
        ? new GroupSession("consumer", wanted)
        : new GroupSession("classic", minimum);
  }

  private static Duration classicMinimum(Admin admin) {
    try {
      var brokers = KafkaAnswer.of(admin.describeCluster().nodes());
      var broker =
          new ConfigResource(ConfigResource.Type.BROKER, brokers.iterator().next().idString());
      var config = KafkaAnswer.of(admin.describeConfigs(List.of(broker)).all()).get(broker);
      var entry = config == null ? null : config.get(CLASSIC_MINIMUM);
      return entry == null || entry.value() == null
          ? DEFAULT_CLASSIC_MINIMUM
          : Duration.ofMillis(Long.parseLong(entry.value()));
    } catch (KafkaException e) {
      LOG.info(
          "broker did not report its shortest session timeout, so Kafka's default of 6 s is"
              + " assumed cause={}",
          e.toString());
      return DEFAULT_CLASSIC_MINIMUM;
    }
  }

  private static boolean acceptsKip848(Admin admin, String group, Duration session) {
    var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    var changes =
        List.of(
            set("consumer.session.timeout.ms", session),
            set("consumer.heartbeat.interval.ms", session.dividedBy(3)));
    try {
      KafkaAnswer.of(admin.incrementalAlterConfigs(Map.of(resource, changes)).all());
      return true;
    } catch (KafkaException e) {
      LOG.info(
          "session timeout for KIP-848 could not be set on a group, so the classic group protocol"
              + " is used group={} cause={}",
          group,
          e.toString());
      return false;
    }
  }

  private static AlterConfigOp set(String name, Duration value) {
    return new AlterConfigOp(
        new ConfigEntry(name, Long.toString(value.toMillis())), AlterConfigOp.OpType.SET);
  }

  /**
   * Returns the time between two heartbeats of a classic member. The other members of a group learn
   * with their next heartbeat that a member has joined or left, and partitions without an owner
   * wait until the last of them has learned it. The interval is therefore much shorter than the
   * third of the session that keeps a member alive.
   */
  private static Duration heartbeat(Duration session) {
    var third = session.dividedBy(3);
    return third.compareTo(LONGEST_HEARTBEAT) < 0 ? third : LONGEST_HEARTBEAT;
  }

  /**
   * Returns the consumer settings for a member of {@code group} with this protocol and session
   * timeout. Rebalances are cooperative: while some partitions move to other members, a member
   * keeps its other partitions and continues to read them.
   *
   * @param clientSettings Kafka's settings to reach the cluster
   */
  public ConsumerRole member(Map<String, Object> clientSettings, String group) {
    var member =
        ConsumerRole.member(clientSettings, group)
            .with(ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol);
    if (!protocol.equals("classic")) {
      return member;
    }
    return member
        .with(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) session.toMillis())
        .with(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) heartbeat(session).toMillis())
        .with(
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            CooperativeStickyAssignor.class.getName());
  }
}
