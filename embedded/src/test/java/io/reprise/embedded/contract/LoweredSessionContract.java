package io.reprise.embedded.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** With lowered limits, a group replaces a vanished member after a session of three seconds. */
public interface LoweredSessionContract extends OnBroker {
  /** Three seconds for the session, and two for a slow machine to reassign the partition. */
  Duration TAKEOVER = Duration.ofSeconds(5);

  @Test
  default void groupConfiguredForAShortSessionReplacesAVanishedMemberInSeconds()
      throws ExecutionException, InterruptedException {
    var partition = clients().topic();
    var group = "group-" + Uuid.randomUuid();
    clients()
        .configureGroup(
            group,
            Map.of(
                "consumer.session.timeout.ms", "3000",
                "consumer.heartbeat.interval.ms", "500"));
    var members = new Members(clients(), GroupProtocol.CONSUMER, group, partition.topic());
    var vanished = members.join();
    vanished.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP));
    var since = Instant.now();

    try (var successor = members.join()) {
      assertThat(successor.assignment()).containsExactly(partition);
      assertThat(Duration.between(since, Instant.now())).isLessThan(TAKEOVER);
    }
  }
}
