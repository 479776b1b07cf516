package io.reprise.replay.group;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How members prove that they are alive. The group protocol is the one that lets the session be
 * shorter on this broker, and the classic one (stock minimum: 6 s) where both do: a member by
 * KIP-848 (stock minimum: 45 s) takes all the processor it can get while no broker is there, and so
 * holds up one that starts beside it.
 *
 * @param protocol {@code consumer} (KIP-848) or {@code classic}
 * @param session how long a silent member keeps its slots
 */
public record GroupSettings(String protocol, Duration session) {
  private static final Logger log = LoggerFactory.getLogger(GroupSettings.class);
  private static final Duration STOCK_CLASSIC_MINIMUM = Duration.ofSeconds(6);
  private static final String CLASSIC_MINIMUM = "group.min.session.timeout.ms";

  /** Finds out which protocol gives the {@code wanted} session, or comes nearest to it. */
  public static GroupSettings negotiate(Admin admin, List<String> groups, Duration wanted) {
    var settings = choose(admin, groups, wanted);
    log.info("group protocol={} sessionMs={}", settings.protocol(), settings.session().toMillis());
    return settings;
  }

  private static GroupSettings choose(Admin admin, List<String> groups, Duration wanted) {
    var least = classicMinimum(admin);
    if (least.compareTo(wanted) <= 0) {
      return new GroupSettings("classic", wanted);
    }
    return groups.stream().allMatch(group -> acceptsKip848(admin, group, wanted))
        ? new GroupSettings("consumer", wanted)
        : new GroupSettings("classic", least);
  }

  /** What a broker says; Kafka's own where it does not tell us. */
  private static Duration classicMinimum(Admin admin) {
    try {
      var brokers = admin.describeCluster().nodes().get();
      var broker =
          new ConfigResource(ConfigResource.Type.BROKER, brokers.iterator().next().idString());
      var config = admin.describeConfigs(List.of(broker)).all().get().get(broker);
      var entry = config == null ? null : config.get(CLASSIC_MINIMUM);
      return entry == null || entry.value() == null
          ? STOCK_CLASSIC_MINIMUM
          : Duration.ofMillis(Long.parseLong(entry.value()));
    } catch (ExecutionException e) {
      log.info("broker does not tell its limits cause={}", String.valueOf(e.getCause()));
      return STOCK_CLASSIC_MINIMUM;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return STOCK_CLASSIC_MINIMUM;
    }
  }

  private static boolean acceptsKip848(Admin admin, String group, Duration session) {
    var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    var heartbeat = heartbeat(session);
    var changes =
        List.of(
            set("consumer.session.timeout.ms", session),
            set("consumer.heartbeat.interval.ms", heartbeat));
    try {
      admin.incrementalAlterConfigs(Map.of(resource, changes)).all().get();
      return true;
    } catch (ExecutionException e) {
      log.info("KIP-848 session refused group={} cause={}", group, String.valueOf(e.getCause()));
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static AlterConfigOp set(String name, Duration value) {
    return new AlterConfigOp(
        new ConfigEntry(name, Long.toString(value.toMillis())), AlterConfigOp.OpType.SET);
  }

  private static Duration heartbeat(Duration session) {
    return session.dividedBy(3);
  }

  /** Settings for a member of {@code group} that commits through transactions only. */
  public Map<String, Object> consumerSettings(Map<String, Object> clientSettings, String group) {
    var settings = new HashMap<>(clientSettings);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 250);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 200);
    if (protocol.equals("classic")) {
      settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) session.toMillis());
      settings.put(
          ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) heartbeat(session).toMillis());
      settings.put(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          CooperativeStickyAssignor.class.getName());
    }
    return settings;
  }
}
